/** What Go's library has against a text that is no JSON, and where it noticed; undefined for JSON. */
export interface JsonFault {
  readonly message: string;
  readonly offset: number;
}

/** What may come at a position of a list or map, in the words that Go has for it. */
type Expected =
  | "looking for beginning of value"
  | "looking for beginning of object key string"
  | "after object key"
  | "after object key:value pair"
  | "after array element"
  | "after top-level value";

const BLANK = /[ \t\r\n]*/y;
const NUMBER: readonly [part: RegExp, context: string, needed: boolean][] = [
  [/(?:0|[1-9][0-9]*)/y, "in numeric literal", true],
  [/\.[0-9]*/y, "after decimal point in numeric literal", false],
  [/[eE][+-]?[0-9]*/y, "in exponent of numeric literal", false],
];

/** Finds the fault that Go's library names. */
export function jsonFault(text: string): JsonFault | undefined {
  try {
    new JsonScanner(text).scan();
    return undefined;
  } catch (fault) {
    if (fault instanceof Fault) return fault;
    throw fault;
  }
}

class Fault extends Error implements JsonFault {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

class JsonScanner {
  readonly #text: string;
  readonly #open: ("[" | "{")[] = [];
  #pos = 0;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): void {
    let expected: Expected | undefined = "looking for beginning of value";
    let mayClose = false;
    while (expected !== undefined) {
      this.#take(BLANK);
      const char = this.#text.charAt(this.#pos);
      const inner: "[" | "{" | undefined = this.#open.at(-1);
      const ends: boolean = char === (inner === "{" ? "}" : "]") && inner !== undefined;
      if (expected === "after top-level value") {
        if (char !== "") this.#refuse(expected);
        return;
      }
      if (ends && (mayClose || expected === "after array element" || expected === "after object key:value pair")) {
        this.#pos++;
        this.#open.pop();
        expected = this.#afterValue();
        mayClose = false;
        continue;
      }
      mayClose = false;
      switch (expected) {
        case "looking for beginning of value":
          if (char === "[" || char === "{") {
            this.#pos++;
            this.#open.push(char);
            if (char === "{") expected = "looking for beginning of object key string";
            mayClose = true;
          } else {
            this.#scalar(char, expected);
            expected = this.#afterValue();
          }
          break;
        case "looking for beginning of object key string":
          if (char !== '"') this.#refuse(expected);
          this.#string();
          expected = "after object key";
          break;
        case "after object key":
          if (char !== ":") this.#refuse(expected);
          this.#pos++;
          expected = "looking for beginning of value";
          break;
        default:
          if (char !== ",") this.#refuse(expected);
          this.#pos++;
          expected = inner === "{" ? "looking for beginning of object key string" : "looking for beginning of value";
      }
    }
  }

  #afterValue(): Expected {
    const inner = this.#open.at(-1);
    if (inner === undefined) return "after top-level value";
    return inner === "{" ? "after object key:value pair" : "after array element";
  }

  #scalar(char: string, expected: Expected): void {
    if (char === '"') return this.#string();
    for (const literal of ["true", "false", "null"]) if (char === literal.charAt(0)) return this.#literal(literal);
    if (!/[-0-9]/.test(char)) this.#refuse(expected);
    if (char === "-") this.#pos++;
    for (const [part, context, needed] of NUMBER) {
      const taken = this.#take(part);
      if (needed ? taken === "" : /[.eE+-]$/.test(taken)) this.#refuse(context);
    }
  }

  #literal(literal: string): void {
    for (const char of literal) {
      if (this.#text.charAt(this.#pos) !== char) this.#refuse(`in literal ${literal} (expecting '${char}')`);
      this.#pos++;
    }
  }

  #string(): void {
    this.#pos++;
    for (;;) {
      let char = this.#text.charAt(this.#pos);
      while (char >= " " && char !== '"' && char !== "\\") char = this.#text.charAt(++this.#pos);
      if (char !== '"' && char !== "\\") this.#refuse("in string literal");
      this.#pos++;
      if (char === '"') return;
      const escape = this.#text.charAt(this.#pos);
      if (escape === "" || !'"\\/bfnrtu'.includes(escape)) this.#refuse("in string escape code");
      this.#pos++;
      if (escape === "u" && this.#take(/[0-9a-fA-F]{0,4}/y).length < 4)
        this.#refuse("in \\u hexadecimal character escape");
    }
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#pos;
    const taken = pattern.exec(this.#text)?.[0] ?? "";
    this.#pos += taken.length;
    return taken;
  }

  #refuse(context: string): never {
    const char = this.#text.charAt(this.#pos);
    if (char === "") throw new Fault("unexpected end of JSON input", this.#pos);
    const shown = char === "'" ? "\\'" : char === '"' ? '"' : JSON.stringify(char).slice(1, -1);
    throw new Fault(`invalid character '${shown}' ${context}`, this.#pos);
  }
}
