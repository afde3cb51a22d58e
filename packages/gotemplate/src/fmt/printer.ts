import {
  boolOf,
  byteOf,
  Complex,
  entriesOf,
  floatOf,
  Func,
  GoError,
  Int,
  isNil,
  KeyedMap,
  kindOf,
  lengthOfList,
  NilMap,
  Pointer,
  Slice,
  StringMap,
  stringOf,
  Struct,
  typeOf,
} from "../values/values.ts";
import { fromBytes } from "../values/text.ts";
import { anyType, isUnsigned, type GoType } from "../values/types.ts";
import { sortedEntries } from "../values/order.ts";
import {
  formatChar,
  formatFloatSpec,
  formatHexBytes,
  formatInteger,
  formatQuoted,
  formatQuotedChar,
  formatString,
  formatUnicode,
} from "./scalars.ts";
import { pad, plainSpec, type Spec } from "./spec.ts";

/** Deeper than any real value; only a map that contains itself gets there. */
const MAX_DEPTH = 250;
const VALID_FOR_STRINGS = new Set(["v", "s", "x", "X", "q"]);

/** Formats one operand with a verb, as `fmt` does, also where the verb does not suit the value. */
export function formatValue(value: unknown, verb: string, spec: Spec): string {
  if (value === null || value === undefined) {
    if (verb === "T" || verb === "v") return pad("<nil>", spec);
    return badVerb(value, verb, spec);
  }
  if (verb === "T") return formatString(typeOf(value)!.name, spec);
  // Only errors of `fmt.Errorf` can be wrapped.
  if (verb === "w" && !(value instanceof Uint8Array)) return badVerb(value, verb, spec);
  if (verb === "p") return formatPointer(value, verb, spec);
  return formatAt(value, verb, spec, 0);
}

/** `%v` of a value. */
export function formatPlain(value: unknown): string {
  if (typeof value === "string") return value;
  return formatValue(value, "v", plainSpec());
}

function badVerb(value: unknown, verb: string, spec: Spec): string {
  if (value === null || value === undefined) return `%!${verb}(<nil>)`;
  return `%!${verb}(${typeOf(value)!.name}=${formatAt(value, "v", { ...spec, erroring: true }, 0)})`;
}

function formatAt(value: unknown, verb: string, spec: Spec, depth: number): string {
  if (depth > MAX_DEPTH) throw new GoError("the value is nested too deeply to be printed");
  if (typeof value === "string") return formatText(value, value, verb, spec);
  const described = textOfMethods(value, verb, spec);
  if (described !== undefined) return described;
  if (typeof value === "number") return formatFloatVerb(value, value, 64, verb, spec);
  if (typeof value === "boolean") return formatBool(value, value, verb, spec);
  if (value instanceof Int) return formatInt(value, verb, spec);
  if (value instanceof Uint8Array) return formatBytes(value, verb, spec, depth);
  if (value instanceof Struct) return formatStruct(value, verb, spec, depth);
  if (value instanceof Pointer) return formatReference(value, verb, spec, depth);
  if (value instanceof Func) return formatPointer(value, verb, spec);
  if (value instanceof Complex) return formatComplex(value, verb, spec);
  if (lengthOfList(value) !== undefined) return formatList(value, verb, spec, depth);
  if (entriesOf(value) || value instanceof KeyedMap) return formatMap(value, verb, spec, depth);
  const text = stringOf(value);
  if (text !== undefined) return formatText(value, text, verb, spec);
  const truth = boolOf(value);
  if (truth !== undefined) return formatBool(value, truth, verb, spec);
  const float = floatOf(value);
  if (float !== undefined) return formatFloatVerb(value, float, kindOf(value) === "float32" ? 32 : 64, verb, spec);
  return badVerb(value, verb, spec);
}

/** What the value says of itself by `Error` or `String`, where the verb asks for text. */
function textOfMethods(value: unknown, verb: string, spec: Spec): string | undefined {
  if (typeof value !== "object" || spec.sharpV || spec.erroring || !VALID_FOR_STRINGS.has(verb)) return undefined;
  const type = typeOf(value)!;
  const pointed = value instanceof Pointer ? value.type.elem! : undefined;
  if (!type.methods && !pointed?.methods && !pointed?.pointerMethods) return undefined;
  for (const name of ["Error", "String"]) {
    const method = type.methods?.get(name) ?? pointed?.pointerMethods?.get(name) ?? pointed?.methods?.get(name);
    if (!method || method.params.length > 0) continue;
    if (value instanceof Pointer && value.target === null) return pad("<nil>", spec);
    const receiver = value instanceof Pointer && !type.methods?.has(name) ? value.target : value;
    return formatText(value, method.call(receiver as never) as string, verb, spec);
  }
  return undefined;
}

function formatText(value: unknown, text: string, verb: string, spec: Spec): string {
  switch (verb) {
    case "v":
      return spec.sharpV ? formatQuoted(text, spec) : formatString(text, spec);
    case "s":
      return formatString(text, spec);
    case "x":
    case "X":
      return formatHexBytes(text, verb, spec);
    case "q":
      return formatQuoted(text, spec);
    default:
      return badVerb(value, verb, spec);
  }
}

function formatBool(value: unknown, truth: boolean, verb: string, spec: Spec): string {
  return verb === "v" || verb === "t" ? pad(String(truth), spec) : badVerb(value, verb, spec);
}

function formatInt(value: Int, verb: string, spec: Spec): string {
  const { n, type } = value;
  switch (verb) {
    case "v":
      if (spec.sharpV && isUnsigned(type.kind)) return formatHexUnsigned(n, spec);
      return formatInteger(n, 10, "d", spec);
    case "d":
      return formatInteger(n, 10, verb, spec);
    case "b":
      return formatInteger(n, 2, verb, spec);
    case "o":
    case "O":
      return formatInteger(n, 8, verb, spec);
    case "x":
    case "X":
      return formatInteger(n, 16, verb, spec);
    case "c":
      return formatChar(n, spec);
    case "q":
      return formatQuotedChar(n, spec);
    case "U":
      return formatUnicode(n, spec);
    default:
      return badVerb(value, verb, spec);
  }
}

function formatHexUnsigned(n: bigint, spec: Spec): string {
  return formatInteger(n, 16, "v", { ...spec, sharp: true });
}

function formatFloatVerb(value: unknown, float: number, bits: 32 | 64, verb: string, spec: Spec): string {
  switch (verb) {
    case "v":
    case "b":
    case "g":
    case "G":
    case "x":
    case "X":
      return formatFloatSpec(float, bits, verb, -1, spec);
    case "e":
    case "E":
    case "f":
    case "F":
      return formatFloatSpec(float, bits, verb, 6, spec);
    default:
      return badVerb(value, verb, spec);
  }
}

function formatComplex(value: Complex, verb: string, spec: Spec): string {
  if (!"vbgGxXfFeE".includes(verb)) return badVerb(value, verb, spec);
  const precision = "fFeE".includes(verb) ? 6 : -1;
  const re = formatFloatSpec(value.re, 64, verb, precision, spec);
  const im = formatFloatSpec(value.im, 64, verb, precision, { ...spec, plus: true });
  return `(${re}${im}i)`;
}

function formatBytes(bytes: Uint8Array, verb: string, spec: Spec, depth: number): string {
  switch (verb) {
    case "s":
      return formatString(fromBytes(bytes), spec);
    case "q":
      return formatQuoted(fromBytes(bytes), spec);
    case "x":
    case "X":
      return formatHexBytes(bytes, verb, spec);
    case "v":
    case "d":
      if (spec.sharpV) {
        return `${depth === 0 ? "[]byte" : "[]uint8"}{${Array.from(bytes, (byte) => formatHexUnsigned(BigInt(byte), spec)).join(", ")}}`;
      }
      return `[${Array.from(bytes, (byte) => formatInteger(BigInt(byte), 10, "d", spec)).join(" ")}]`;
    default:
      return formatList(bytes, verb, spec, depth);
  }
}

function formatList(value: unknown, verb: string, spec: Spec, depth: number): string {
  const type = typeOf(value)!;
  if (spec.sharpV) {
    if (isNil(value)) return `${type.name}(nil)`;
    return `${type.name}{${formatItems(value, type, verb, spec, depth).join(", ")}}`;
  }
  return `[${formatItems(value, type, verb, spec, depth).join(" ")}]`;
}

function formatItems(value: unknown, type: GoType, verb: string, spec: Spec, depth: number): string[] {
  const items: readonly unknown[] = Array.isArray(value)
    ? value
    : value instanceof Slice
      ? value.items
      : itemsOfBytes(value);
  return items.map((item) => formatElement(item, type.elem!, verb, spec, depth + 1));
}

function itemsOfBytes(value: unknown): unknown[] {
  return Array.from(value as Uint8Array, (byte) => byteOf(byte));
}

function formatElement(value: unknown, type: GoType, verb: string, spec: Spec, depth: number): string {
  if (value === null || value === undefined) return spec.sharpV ? `${type.name}(nil)` : "<nil>";
  return formatAt(value, verb, spec, depth);
}

function formatMap(value: unknown, verb: string, spec: Spec, depth: number): string {
  const type = typeOf(value)!;
  if (spec.sharpV && isNil(value)) return `${type.name}(nil)`;
  if (spec.sharpV && value instanceof StringMap && value.entries instanceof NilMap) return `${type.name}(nil)`;
  const entries = sortedEntries(value).map(
    ([key, item]) =>
      `${formatElement(key, type.key!, verb, spec, depth + 1)}:${formatElement(item, type.elem!, verb, spec, depth + 1)}`,
  );
  return spec.sharpV ? `${type.name}{${entries.join(", ")}}` : `map[${entries.join(" ")}]`;
}

function formatStruct(value: Struct, verb: string, spec: Spec, depth: number): string {
  const names = value.type.fields ?? [];
  const fields = value.values.map((field, at) => {
    const text = formatElement(field, anyType, verb, spec, depth + 1);
    return spec.plusV || spec.sharpV ? `${names[at]}:${text}` : text;
  });
  return spec.sharpV ? `${value.type.name}{${fields.join(", ")}}` : `{${fields.join(" ")}}`;
}

function formatReference(value: Pointer, verb: string, spec: Spec, depth: number): string {
  const kind = value.type.elem!.kind;
  const isComposite = kind === "struct" || kind === "map" || kind === "slice" || kind === "array";
  if (depth === 0 && value.target !== null && isComposite) return `&${formatAt(value.target, verb, spec, depth + 1)}`;
  return formatPointer(value, verb, spec);
}

/** Where things are in memory: nothing here has an address, so all have the same. */
const ADDRESS = 0xc000012000n;

function formatPointer(value: unknown, verb: string, spec: Spec): string {
  const kind = kindOf(value);
  if (kind !== "ptr" && kind !== "func" && kind !== "map" && kind !== "slice") return badVerb(value, verb, spec);
  const address = isNil(value) ? 0n : ADDRESS;
  switch (verb) {
    case "v":
      if (spec.sharpV) return `(${typeOf(value)!.name})(${address ? `0x${address.toString(16)}` : "nil"})`;
      if (address === 0n) return pad("<nil>", spec);
      return formatHexUnsigned(address, spec);
    case "p":
      return spec.sharp ? formatInteger(address, 16, "x", { ...spec, sharp: false }) : formatHexUnsigned(address, spec);
    case "b":
      return formatInteger(address, 2, verb, spec);
    case "o":
      return formatInteger(address, 8, verb, spec);
    case "d":
      return formatInteger(address, 10, verb, spec);
    case "x":
    case "X":
      return formatInteger(address, 16, verb, spec);
    default:
      return badVerb(value, verb, spec);
  }
}
