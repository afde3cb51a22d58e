import { KustomizeError } from "../kustomize-error.ts";

/** Tells whether labels, or annotations, are selected. */
export type LabelMatcher = (labels: ReadonlyMap<string, string>) => boolean;

type Operator = "=" | "==" | "!=" | ">" | "<" | "in" | "notin" | "exists" | "!";

interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: ReadonlySet<string>;
}

interface Token {
  readonly kind: "identifier" | "symbol" | "end";
  readonly text: string;
}

const SYMBOLS = ["==", "!=", "=", "!", "(", ")", ",", ">", "<"];
const END: Token = { kind: "end", text: "" };
const OPERATORS = new Set(["=", "==", "!=", ">", "<", "in", "notin"]);

/** Reads `a=b,c!=d,e in (f,g),h,!i,j>5`. Throws with the words that Kubernetes' own parser has; nothing selects all. */
export function parseSelector(text: string): LabelMatcher {
  const requirements = new Parser(text).requirements();
  return (labels) => requirements.every((requirement) => holds(requirement, labels));
}

function holds({ key, operator, values }: Requirement, labels: ReadonlyMap<string, string>): boolean {
  const value = labels.get(key);
  switch (operator) {
    case "=":
    case "==":
    case "in":
      return value !== undefined && values.has(value);
    case "!=":
    case "notin":
      return value === undefined || !values.has(value);
    case "exists":
      return value !== undefined;
    case "!":
      return value === undefined;
    case ">":
    case "<": {
      if (value === undefined || !INTEGER.test(value)) return false;
      const [limit = ""] = values;
      return operator === ">" ? BigInt(value) > BigInt(limit) : BigInt(value) < BigInt(limit);
    }
  }
}

/** Bounded, so that comparing two of them is. */
const INTEGER = /^-?\d{1,19}$/;

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokens(text);
  }

  requirements(): Requirement[] {
    const found: Requirement[] = [];
    if (this.#peek().kind === "end") return found;
    if (!this.#beginsRequirement())
      throw failed(`found '${this.#peek().text}', expected: !, identifier, or 'end of string'`);
    for (;;) {
      found.push(this.#requirement());
      const next = this.#next();
      if (next.kind === "end") return found;
      if (next.text !== "," || next.kind !== "symbol")
        throw failed(`found '${next.text}', expected: ',' or 'end of string'`);
      if (!this.#beginsRequirement()) throw failed(`found '${this.#peek().text}', expected: identifier after ','`);
    }
  }

  #requirement(): Requirement {
    const isAbsent = this.#is("!");
    if (isAbsent) this.#next();
    const name = this.#next();
    if (name.kind !== "identifier") throw unparsed(`found '${name.text}', expected: identifier`);
    const key = name.text;
    const wrongKey = keyProblems(key);
    if (wrongKey !== "") throw unparsed(`invalid label key ${quote(key)}: ${wrongKey}`);
    if (isAbsent) return { key, operator: "!", values: new Set() };
    if (this.#peek().kind === "end" || this.#is(",")) return { key, operator: "exists", values: new Set() };
    const operator = this.#operator();
    const values = operator === "in" || operator === "notin" ? this.#values() : new Set([this.#value()]);
    return checked({ key, operator, values });
  }

  #operator(): Operator {
    const { text, kind } = this.#next();
    if (kind !== "end" && OPERATORS.has(text)) return text as Operator;
    throw unparsed(`found '${text}', expected: '=', '!=', '==', 'in', notin'`);
  }

  #value(): string {
    if (this.#peek().kind === "end" || this.#is(",")) return "";
    const { kind, text } = this.#next();
    if (kind !== "identifier") throw unparsed(`found '${text}', expected: identifier`);
    return text;
  }

  #values(): Set<string> {
    if (!this.#is("(")) throw unparsed(`found '${this.#peek().text}' expected: '('`);
    this.#next();
    const values = new Set<string>();
    if (this.#is(")")) {
      this.#next();
      return values.add("");
    }
    if (this.#peek().kind !== "identifier" && !this.#is(","))
      throw unparsed(`found '${this.#peek().text}', expected: ',', ')' or identifier`);
    for (;;) {
      const token = this.#next();
      if (token.kind === "identifier") {
        values.add(token.text);
        if (!this.#is(",") && !this.#is(")")) throw unparsed(`found '${this.#peek().text}', expected: ',' or ')'`);
      } else if (token.text === ",") {
        if (values.size === 0 || this.#is(")") || this.#is(",")) values.add("");
      } else if (token.text === ")" && token.kind === "symbol") return values;
      else throw unparsed(`found '${token.text}', expected: ',', or identifier`);
    }
  }

  #beginsRequirement(): boolean {
    return this.#peek().kind === "identifier" || this.#is("!");
  }

  #is(symbol: string): boolean {
    const { kind, text } = this.#peek();
    return kind === "symbol" && text === symbol;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? END;
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < text.length;) {
    if (/[ \t\r\n]/.test(text[at] as string)) {
      at++;
      continue;
    }
    const symbol = SYMBOLS.find((one) => text.startsWith(one, at));
    const start = at;
    if (symbol !== undefined) at += symbol.length;
    else while (at < text.length && !/[ \t\r\n=!(),<>]/.test(text[at] as string)) at++;
    found.push({ kind: symbol === undefined ? "identifier" : "symbol", text: text.slice(start, at) });
  }
  return found;
}

function checked(requirement: Requirement): Requirement {
  const { key, operator, values } = requirement;
  if ((operator === ">" || operator === "<") && ![...values].every((value) => INTEGER.test(value)))
    throw unparsed("for 'Gt', 'Lt' operators, the value must be an integer");
  for (const value of values) {
    const wrong = valueProblems(value);
    if (wrong !== "") throw unparsed(`invalid label value: ${quote(value)}: at key: ${quote(key)}: ${wrong}`);
  }
  return requirement;
}

const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const NAME_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const PREFIX_RULE =
  "a DNS-1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

function keyProblems(key: string): string {
  const parts = key.split("/");
  if (parts.length > 2)
    return `a qualified name ${NAME_RULE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`;
  const name = parts.at(-1) ?? "";
  const prefix = parts.length === 2 ? parts[0] : undefined;
  const problems: string[] = [];
  if (prefix === "") problems.push("prefix part must be non-empty");
  else if (prefix !== undefined && prefix.length > 253)
    problems.push("prefix part must be no more than 253 characters");
  else if (prefix !== undefined && !PREFIX.test(prefix)) problems.push(`prefix part ${PREFIX_RULE}`);
  if (name === "") problems.push("name part must be non-empty");
  if (name.length > 63) problems.push("name part must be no more than 63 characters");
  if (!NAME.test(name)) problems.push(`name part ${NAME_RULE}`);
  return problems.join("; ");
}

function valueProblems(value: string): string {
  const problems: string[] = [];
  if (value.length > 63) problems.push("must be no more than 63 characters");
  if (value !== "" && !NAME.test(value)) problems.push(VALUE_RULE);
  return problems.join("; ");
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function unparsed(why: string): KustomizeError {
  return failed(`unable to parse requirement: ${why}`);
}

function failed(message: string): KustomizeError {
  return new KustomizeError("patch", message);
}
