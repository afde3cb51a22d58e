/** A text that cannot be substituted. */
export class SubstitutionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SubstitutionError";
  }
}

/**
 * Puts variables into a text, in the dialect of Flux's post-build substitution: `${var}`, `${var:=default}`,
 * `${var^^}`, `${var:1:2}`, `${var##pattern}`, `${var/from/to}` …; `$$` is a dollar, and `$var` stays. A variable that is not set and has
 * no default is an error.
 */
export function substitute(text: string, variables: ReadonlyMap<string, string>): string {
  const reader: Reader = { text, at: 0 };
  const result = expand(reader, variables, false);
  return result;
}

interface Reader {
  text: string;
  at: number;
}

function expand(reader: Reader, variables: ReadonlyMap<string, string>, nested: boolean): string {
  const { text } = reader;
  let result = "";
  while (reader.at < text.length) {
    if (nested && text[reader.at] === "}") return result;
    if (text.startsWith("$$", reader.at)) {
      result += "$";
      reader.at += 2;
    } else if (text.startsWith("${", reader.at)) {
      reader.at += 2;
      result += expression(reader, variables);
    } else {
      result += text[reader.at] ?? "";
      reader.at++;
    }
  }
  if (nested) throw new SubstitutionError("missing closing brace");
  return result;
}

function expression(reader: Reader, variables: ReadonlyMap<string, string>): string {
  const { text } = reader;
  const isLength = text[reader.at] === "#";
  if (isLength) reader.at++;
  const [name = ""] = /^[A-Za-z_][A-Za-z0-9_]*/.exec(text.slice(reader.at, reader.at + 256)) ?? [];
  if (name === "") throw new SubstitutionError("bad substitution: missing variable name");
  reader.at += name.length;
  const value = (): string => {
    const found = variables.get(name);
    if (found === undefined) throw new SubstitutionError(`variable not set (strict mode): "${name}"`);
    return found;
  };
  if (isLength) {
    close(reader);
    return String(Buffer.byteLength(value()));
  }
  const rest = text.slice(reader.at, reader.at + 2);
  if (rest.startsWith("}")) {
    reader.at++;
    return value();
  }
  const [operator = ""] = /^(:[-=+?]|=|\^\^?|,,?|##?|%%?|\/[/#%]?|:)/.exec(rest) ?? [];
  if (operator === "") throw new SubstitutionError("missing closing brace");
  reader.at += operator.length;
  switch (operator) {
    case ":-":
    case ":=":
    case ":+":
    case ":?":
    case "=": {
      const fallback = expand(reader, variables, true);
      close(reader);
      const found = variables.get(name) ?? "";
      return found === "" ? fallback : found;
    }
    case "^":
    case "^^":
    case ",":
    case ",,": {
      close(reader);
      const change = (one: string): string => (operator.startsWith("^") ? one.toUpperCase() : one.toLowerCase());
      const given = value();
      return operator.length === 2 ? change(given) : change(given.slice(0, 1)) + given.slice(1);
    }
    case "#":
    case "##":
    case "%":
    case "%%": {
      const pattern = globOf(expand(reader, variables, true));
      close(reader);
      return trimmed(value(), pattern, operator);
    }
    case ":": {
      const [offset = "", length] = expand(reader, variables, true).split(":");
      close(reader);
      return part(value(), offset, length);
    }
    default: {
      const [from, to] = replacement(expand(reader, variables, true));
      close(reader);
      return replaced(value(), from, to, operator);
    }
  }
}

function close(reader: Reader): void {
  if (reader.text[reader.at] !== "}") throw new SubstitutionError("missing closing brace");
  reader.at++;
}

function globOf(pattern: string): string {
  return pattern.replace(/[.*+?^${}()|[\]\\]/g, (char) => (char === "*" ? ".*" : char === "?" ? "." : `\\${char}`));
}

/** The shortest or longest beginning or end that fits is taken off. */
function trimmed(value: string, glob: string, operator: string): string {
  const whole = new RegExp(`^(?:${glob})$`, "s");
  const lengths = Array.from({ length: value.length + 1 }, (_, index) => index);
  const longest = operator.length === 2;
  for (const length of longest ? lengths.toReversed() : lengths) {
    const cut = operator.startsWith("#") ? value.slice(0, length) : value.slice(value.length - length);
    if (!whole.test(cut)) continue;
    return operator.startsWith("#") ? value.slice(length) : value.slice(0, value.length - length);
  }
  return value;
}

function part(value: string, offset: string, length: string | undefined): string {
  const bytes = Buffer.from(value);
  const start = Number.parseInt(offset.trim(), 10);
  if (Number.isNaN(start)) return value;
  const from = start < 0 ? Math.max(bytes.length + start, 0) : Math.min(start, bytes.length);
  if (length === undefined) return bytes.subarray(from).toString("utf8");
  const count = Number.parseInt(length.trim(), 10);
  return Number.isNaN(count)
    ? value
    : bytes.subarray(from, Math.min(from + Math.max(count, 0), bytes.length)).toString("utf8");
}

function replacement(text: string): [from: string, to: string] {
  const slash = /(?<!\\)\//.exec(text)?.index ?? text.length;
  const plain = (one: string): string => one.replaceAll("\\/", "/").replaceAll("\\\\", "\\");
  return [plain(text.slice(0, slash)), plain(text.slice(slash + 1))];
}

function replaced(value: string, from: string, to: string, operator: string): string {
  switch (operator) {
    case "//":
      return from === "" ? value : value.replaceAll(from, () => to);
    case "/#":
      return value.startsWith(from) ? to + value.slice(from.length) : value;
    case "/%":
      return value.endsWith(from) ? value.slice(0, value.length - from.length) + to : value;
    default:
      return value.replace(from, () => to);
  }
}
