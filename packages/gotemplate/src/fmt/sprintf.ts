import { Int, stringOf, typeOf } from "../values/values.ts";
import { formatPlain, formatValue } from "./printer.ts";
import { plainSpec, type Spec } from "./spec.ts";

/** `fmt.Sprint`: operands side by side, with a space between two of which neither is a string. */
export function sprint(operands: readonly unknown[]): string {
  let text = "";
  let previousIsString = true;
  operands.forEach((operand, at) => {
    const isString = stringOf(operand) !== undefined;
    if (at > 0 && !isString && !previousIsString) text += " ";
    text += formatPlain(operand);
    previousIsString = isString;
  });
  return text;
}

/** `fmt.Sprintln`: always a space between, and a line break at the end. */
export function sprintln(operands: readonly unknown[]): string {
  return `${operands.map(formatPlain).join(" ")}\n`;
}

/** Larger widths and precisions are not taken for numbers. */
const TOO_LARGE = 1_000_000;

/** `fmt.Sprintf`: every verb and flag of Go; mistakes in the format show in the text, as in Go. */
export function sprintf(format: string, operands: readonly unknown[]): string {
  return new Formatter(format, operands).run();
}

class Formatter {
  readonly #format: string;
  readonly #operands: readonly unknown[];
  #at = 0;
  #next = 0;
  #reordered = false;
  #goodIndex = true;
  #afterIndex = false;

  constructor(format: string, operands: readonly unknown[]) {
    this.#format = format;
    this.#operands = operands;
  }

  run(): string {
    const format = this.#format;
    let text = "";
    while (this.#at < format.length) {
      const percent = format.indexOf("%", this.#at);
      if (percent < 0) return text + format.slice(this.#at) + this.#extra();
      text += format.slice(this.#at, percent);
      this.#at = percent + 1;
      text += this.#directive();
    }
    return text + this.#extra();
  }

  #directive(): string {
    this.#goodIndex = true;
    this.#afterIndex = false;
    const spec = plainSpec();
    this.#flags(spec);
    this.#index();
    const complaint = this.#width(spec) + this.#precision(spec);
    if (!this.#afterIndex) this.#index();
    if (this.#at >= this.#format.length) return `${complaint}%!(NOVERB)`;
    const verb = String.fromCodePoint(this.#format.codePointAt(this.#at)!);
    this.#at += verb.length;
    return complaint + this.#apply(verb, spec);
  }

  #apply(verb: string, spec: Spec): string {
    if (verb === "%") return "%";
    if (!this.#goodIndex) return `%!${verb}(BADINDEX)`;
    if (this.#next >= this.#operands.length) return `%!${verb}(MISSING)`;
    const operand = this.#operands[this.#next++];
    if (verb === "v") {
      spec.sharpV = spec.sharp;
      spec.sharp = false;
      spec.plusV = spec.plus;
      spec.plus = false;
    }
    return formatValue(operand, verb, spec);
  }

  #flags(spec: Spec): void {
    for (; this.#at < this.#format.length; this.#at++) {
      switch (this.#format[this.#at]) {
        case "#":
          spec.sharp = true;
          break;
        case "0":
          spec.zero = true;
          break;
        case "+":
          spec.plus = true;
          break;
        case "-":
          spec.minus = true;
          break;
        case " ":
          spec.space = true;
          break;
        default:
          return;
      }
    }
  }

  #width(spec: Spec): string {
    if (this.#format[this.#at] === "*") {
      this.#at++;
      const width = this.#integerOperand();
      this.#afterIndex = false;
      if (width === undefined) return "%!(BADWIDTH)";
      spec.width = Math.abs(width);
      if (width < 0) {
        spec.minus = true;
        spec.zero = false;
      }
      return "";
    }
    const width = this.#number();
    if (width === undefined) return "";
    spec.width = width;
    if (this.#afterIndex) this.#goodIndex = false;
    return "";
  }

  #precision(spec: Spec): string {
    if (this.#format[this.#at] !== ".") return "";
    this.#at++;
    if (this.#afterIndex) this.#goodIndex = false;
    this.#index();
    if (this.#format[this.#at] === "*") {
      this.#at++;
      const precision = this.#integerOperand();
      this.#afterIndex = false;
      if (precision === undefined || precision < 0) return "%!(BADPREC)";
      spec.precision = precision;
      return "";
    }
    spec.precision = this.#number() ?? 0;
    return "";
  }

  /** A number written in the format; too large a one swallows the rest. */
  #number(): number | undefined {
    const digits = /^\d+/.exec(this.#format.slice(this.#at, this.#at + 400))?.[0];
    if (digits === undefined) return undefined;
    // Go looks before it takes the next digit.
    if (Number(digits.slice(0, -1)) > TOO_LARGE) {
      this.#at = this.#format.length;
      return undefined;
    }
    this.#at += digits.length;
    return Number(digits);
  }

  #integerOperand(): number | undefined {
    if (this.#next >= this.#operands.length) return undefined;
    const operand = this.#operands[this.#next++];
    if (!(operand instanceof Int)) return undefined;
    const number = Number(operand.n);
    return Math.abs(number) > TOO_LARGE ? undefined : number;
  }

  /** `[n]`: the operand to go on with. */
  #index(): void {
    if (this.#format[this.#at] !== "[") return;
    this.#reordered = true;
    const close = this.#format.indexOf("]", this.#at);
    if (close < 0) {
      this.#goodIndex = false;
      this.#at++;
      return;
    }
    const text = this.#format.slice(this.#at + 1, close);
    this.#at = close + 1;
    const index = /^\d+$/.test(text) ? Number(text) : 0;
    this.#afterIndex = true;
    if (index < 1 || index > this.#operands.length) {
      this.#goodIndex = false;
      this.#afterIndex = false;
      return;
    }
    this.#next = index - 1;
  }

  #extra(): string {
    if (this.#reordered || this.#next >= this.#operands.length) return "";
    const rest = this.#operands.slice(this.#next).map((operand) => {
      if (operand === null || operand === undefined) return "<nil>";
      return `${typeOf(operand)!.name}=${formatPlain(operand)}`;
    });
    return `%!(EXTRA ${rest.join(", ")})`;
  }
}
