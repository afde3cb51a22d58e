import { emitSimpleKey, emitString } from "./emit-scalar.ts";
import { compareKeys } from "./key-order.ts";
import { CONTROL, foldNextLines, UNSAFE } from "./json-text.ts";
import { writeNumber } from "./numbers.ts";
import { bareYamlError, YamlError } from "./yaml-error.ts";

export interface WriteOptions {
  /** Refuse what does not survive the way through JSON. */
  throughJson?: boolean;
}

/**
 * Writes a JSON value as sigs.k8s.io/yaml does (go-yaml v2): keys in natural order, two spaces, lists not indented,
 * long scalars folded. Ends with a line break. Undefined fields are left out.
 *
 * There values go through JSON and a YAML reader first, which refuses control characters and infinite numbers. Here
 * these are written, unless `throughJson` is set: then it throws `YamlError` too.
 */
export function writeYaml(value: unknown, options: WriteOptions = {}): string {
  const writer = new Writer(options.throughJson === true);
  writer.value(value, 0, "root", 0);
  return writer.out;
}

/** Where a value stands: alone, behind a key, or behind a dash or the colon of a `?` key. */
type Context = "root" | "value" | "item";
type Json = Record<string, unknown>;

class Writer {
  out = "";
  readonly #throughJson: boolean;

  constructor(throughJson: boolean) {
    this.#throughJson = throughJson;
  }

  /** `column` is where the value would begin if it stood on this line. */
  value(value: unknown, indent: number, context: Context, column: number): void {
    if (typeof value === "object" && value !== null) {
      if (Array.isArray(value)) this.#list(value, context === "value" ? indent - 2 : indent, context);
      else this.#map(value as Json, indent, context);
      return;
    }
    this.out += `${context === "value" ? " " : ""}${this.#scalar(value, indent, column)}\n`;
  }

  #map(map: Json, indent: number, context: Context): void {
    const keys: string[] = [];
    for (const key of Object.keys(map)) if (map[key] !== undefined) keys.push(key);
    if (keys.length === 0) {
      this.out += context === "value" ? " {}\n" : "{}\n";
      return;
    }
    sortKeys(keys);
    if (context === "value") this.out += "\n";
    const pad = padding(indent);
    for (let i = 0; i < keys.length; i++) {
      const name = keys[i] as string;
      if (this.#throughJson && name.includes("\u0085")) throw new YamlError("did not find expected ',' or '}'");
      const key = this.#text(name);
      // The first key of a map in a list stands on the line of its dash.
      const lead = i === 0 && context === "item" ? "" : pad;
      const simple = emitSimpleKey(key);
      if (simple === undefined) {
        this.out += `${lead}? ${emitString(key, indent + 2, indent + 2)}\n${pad}: `;
        this.value(map[name], indent + 2, "item", indent + 2);
      } else {
        this.out += `${lead}${simple}:`;
        this.value(map[name], indent + 2, "value", indent + simple.length + 2);
      }
    }
  }

  #list(list: readonly unknown[], indent: number, context: Context): void {
    if (list.length === 0) {
      this.out += context === "value" ? " []\n" : "[]\n";
      return;
    }
    if (context === "value") this.out += "\n";
    const pad = padding(indent);
    for (let i = 0; i < list.length; i++) {
      this.out += i === 0 && context === "item" ? "- " : `${pad}- `;
      this.value(list[i], indent + 2, "item", indent + 2);
    }
  }

  #scalar(value: unknown, indent: number, column: number): string {
    switch (typeof value) {
      case "string":
        return emitString(this.#text(value), indent, column);
      case "number":
        if (this.#throughJson && !Number.isFinite(value)) {
          const shown = Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
          throw bareYamlError(`json: unsupported value: ${shown}`);
        }
        return writeNumber(value);
      case "bigint":
        return value.toString();
      case "boolean":
        return value ? "true" : "false";
      default:
        return "null";
    }
  }

  #text(text: string): string {
    if (!UNSAFE.test(text)) return text;
    if (this.#throughJson && CONTROL.test(text)) throw new YamlError("control characters are not allowed");
    return foldNextLines(text);
  }
}

/** Sorts keys in place; those of objects mostly are in order, or few. */
export function sortKeys(keys: string[]): void {
  for (let i = 1; i < keys.length; i++) {
    if (compareKeys(keys[i - 1] as string, keys[i] as string) > 0) {
      keys.sort(compareKeys);
      return;
    }
  }
}

const PADDINGS: readonly string[] = Array.from({ length: 64 }, (_, i) => " ".repeat(i));

export function padding(indent: number): string {
  return PADDINGS[indent] ?? " ".repeat(indent);
}
