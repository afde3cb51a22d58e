/** What Go's `reflect.Kind` tells of a type. */
export type Kind =
  | "invalid"
  | "bool"
  | "int"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "float32"
  | "float64"
  | "complex128"
  | "string"
  | "slice"
  | "array"
  | "map"
  | "struct"
  | "ptr"
  | "interface"
  | "func";

/** A type of Go, as far as templates can tell types apart. Types are compared by identity: use the makers below. */
export interface GoType {
  readonly kind: Kind;
  /** As `%T` prints it. */
  readonly name: string;
  /** Of slices, arrays, maps and pointers. */
  readonly elem?: GoType;
  /** Of maps. */
  readonly key?: GoType;
  /** Of structs, in the order of declaration; names that begin in lower case are not visible to templates. */
  readonly fields?: readonly string[];
  /** Those of the fields that are declared as `interface {}`: errors name them by that, not by what they hold. */
  readonly anyFields?: ReadonlySet<string>;
  /** The unnamed type that a named one was made from: values of the two can stand for each other. */
  readonly underlying?: GoType;
  /** Methods of values of this type. */
  readonly methods?: ReadonlyMap<string, Method>;
  /** Methods that only a pointer, or a value that can be pointed at, has. */
  readonly pointerMethods?: ReadonlyMap<string, Method>;
}

/** A method: a function whose first argument is its receiver. */
export interface Method {
  readonly params: readonly GoType[];
  readonly variadic?: boolean;
  // The receiver and the arguments have been checked against the type and `params` before the call.
  call(receiver: never, ...args: never[]): unknown;
}

const basic = (kind: Kind): GoType => ({ kind, name: kind });

/** `bool`. */
export const boolType: GoType = basic("bool");
/** `string`. */
export const stringType: GoType = basic("string");
/** `int`. */
export const intType: GoType = basic("int");
/** `int32`. */
export const int32Type: GoType = basic("int32");
/** `int64`. */
export const int64Type: GoType = basic("int64");
/** `uint`. */
export const uintType: GoType = basic("uint");
/** `uint8`. */
export const uint8Type: GoType = basic("uint8");
/** `uint32`. */
export const uint32Type: GoType = basic("uint32");
/** `uint64`. */
export const uint64Type: GoType = basic("uint64");
/** `float32`. */
export const float32Type: GoType = basic("float32");
/** `float64`. */
export const float64Type: GoType = basic("float64");
/** `complex128`. */
export const complexType: GoType = basic("complex128");
/** `interface {}`: any value. */
export const anyType: GoType = { kind: "interface", name: "interface {}" };
/** `error`, as the type of a parameter or element. */
export const errorType: GoType = { kind: "interface", name: "error" };
/** What a parameter has that takes the value as the template has it, whatever it is, also none: Go's `reflect.Value`. */
export const valueType: GoType = { kind: "struct", name: "reflect.Value" };

const made = new Map<string, Map<GoType, GoType>>();
function once(what: string, of: GoType, make: () => GoType): GoType {
  let table = made.get(what);
  if (!table) made.set(what, (table = new Map()));
  let type = table.get(of);
  if (!type) table.set(of, (type = make()));
  return type;
}

/** `[]elem`. */
export function sliceOf(elem: GoType): GoType {
  return once("slice", elem, () => ({ kind: "slice", name: `[]${elem.name}`, elem }));
}

/** `[length]elem`. */
export function arrayOf(length: number, elem: GoType): GoType {
  return once(`array ${length}`, elem, () => ({ kind: "array", name: `[${length}]${elem.name}`, elem }));
}

/** `map[key]elem`. */
export function mapOf(key: GoType, elem: GoType): GoType {
  return once(`map ${key.name}`, elem, () => ({ kind: "map", name: `map[${key.name}]${elem.name}`, key, elem }));
}

/** `*elem`. */
export function pointerTo(elem: GoType): GoType {
  return once("ptr", elem, () => ({ kind: "ptr", name: `*${elem.name}`, elem }));
}

/** What a named type has besides its name. */
export interface Named {
  readonly methods?: Readonly<Record<string, Method>>;
  readonly pointerMethods?: Readonly<Record<string, Method>>;
}

/** A type with a name of its own and with methods, such as `common.Values` made from `map[string]interface {}`. */
export function namedType(name: string, underlying: GoType, more: Named = {}): GoType {
  return {
    ...underlying,
    name,
    underlying,
    ...(more.methods ? { methods: new Map(Object.entries(more.methods)) } : {}),
    ...(more.pointerMethods ? { pointerMethods: new Map(Object.entries(more.pointerMethods)) } : {}),
  };
}

/** A struct type with a name, its fields in order. */
export function structType(name: string, fields: readonly string[], more: Named = {}): GoType {
  return { ...namedType(name, { kind: "struct", name: "struct" }, more), fields };
}

/** `[]interface {}`: JS arrays are of this type. */
export const listType: GoType = sliceOf(anyType);
/** `map[string]interface {}`: JS `Map`s are of this type. */
export const dictType: GoType = mapOf(stringType, anyType);
/** `[]uint8`, Go's bytes: `Uint8Array`s are of this type. */
export const bytesType: GoType = sliceOf(uint8Type);
/** `[]string`. */
export const stringsType: GoType = sliceOf(stringType);
/** `[]int`. */
export const intsType: GoType = sliceOf(intType);
/** `map[string]string`. */
export const stringMapType: GoType = mapOf(stringType, stringType);

const SIGNED: ReadonlySet<Kind> = new Set(["int", "int8", "int16", "int32", "int64"]);
const UNSIGNED: ReadonlySet<Kind> = new Set(["uint", "uint8", "uint16", "uint32", "uint64"]);

/** Whether values of the kind are integers with a sign. */
export function isSigned(kind: Kind): boolean {
  return SIGNED.has(kind);
}

/** Whether values of the kind are integers without a sign. */
export function isUnsigned(kind: Kind): boolean {
  return UNSIGNED.has(kind);
}

/** How many bits an integer kind has; `int` and `uint` have 64. */
export function bitsOf(kind: Kind): number {
  const digits = /\d+$/.exec(kind);
  return digits ? Number(digits[0]) : 64;
}

/** Whether a value of type `from` may be given where `to` is wanted, without conversion. */
export function isAssignable(from: GoType, to: GoType): boolean {
  if (from === to) return true;
  if (to.kind === "interface") return to === anyType || implementsError(from, to);
  // One of the two has to be an unnamed type: `common.Values` is a `map[string]interface {}`, a `time.Duration` no `int64`.
  if (from.underlying && to.underlying) return false;
  if (from.kind !== to.kind || !isComposite(from.kind)) return false;
  return (from.underlying ?? from) === (to.underlying ?? to);
}

function implementsError(from: GoType, to: GoType): boolean {
  return to === errorType && (from.methods?.has("Error") ?? false);
}

function isComposite(kind: Kind): boolean {
  return kind === "slice" || kind === "map" || kind === "array" || kind === "ptr" || kind === "func";
}

/** Whether `nil` is a value of the type. */
export function canBeNil(type: GoType): boolean {
  if (type === valueType) return true;
  return (
    type.kind === "slice" ||
    type.kind === "map" ||
    type.kind === "ptr" ||
    type.kind === "interface" ||
    type.kind === "func"
  );
}
