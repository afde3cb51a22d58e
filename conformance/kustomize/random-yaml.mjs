// Plans hold scalars as they are to be written: `new Plain("0x1F")` is written as it stands.

/** Text of a scalar, as it goes into the file. */
export class Plain {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

/** A value in block style, scalars of a plan as they are. */
export function writeBlock(value) {
  return `${block(value, "").replace(/^\n/, "")}\n`;
}

function block(value, indent) {
  if (value instanceof Plain)
    return value.text.includes("\n") ? value.text.replaceAll("\n", `\n${indent}  `) : value.text;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return value.map((item) => `\n${indent}- ${nested(item, `${indent}  `)}`).join("");
  }
  if (value && typeof value === "object") {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    if (entries.length === 0) return "{}";
    return entries
      .map(([name, inner]) => {
        const text = block(inner, Array.isArray(inner) ? indent : `${indent}  `);
        return `\n${indent}${/^[$A-Za-z][\w./$-]*$/.test(name) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(name) ? name : JSON.stringify(name)}:${text.startsWith("\n") ? "" : " "}${text}`;
      })
      .join("");
  }
  return JSON.stringify(value);
}

function nested(item, indent) {
  const text = block(item, indent);
  return text.startsWith("\n") ? text.slice(1 + indent.length) : text;
}
