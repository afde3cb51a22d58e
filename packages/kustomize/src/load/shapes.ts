import type { Node } from "@hawser/goyaml";

/** What Go would decode a node into; `goType` is the name that its messages use. */
export type Shape<T> = TextShape<T> | ListShape<T> | StructShape<T>;

interface Common<T> {
  readonly goType: string;
  /** Embedded structs on the way to the field, as Go's messages name them: `ResId.Gvk`. */
  readonly via?: string;
  /** Only there for the compiler. */
  readonly decodesTo?: T;
}

interface TextShape<T> extends Common<T> {
  readonly kind: "text" | "flag" | "integer" | "node" | "nodeMap";
}

interface ListShape<T> extends Common<T> {
  readonly kind: "list" | "map";
  readonly items: Shape<unknown>;
}

/** A struct: its fields by their names in the file. */
export interface StructShape<T> extends Common<T> {
  readonly kind: "struct";
  readonly fields: ReadonlyMap<string, Shape<unknown>>;
  /** Fields by their names in lower case. */
  readonly byLowerCase: ReadonlyMap<string, string>;
}

type Fields<T> = { readonly [K in keyof Required<T>]: Shape<Exclude<T[K], undefined>> };

export const text: Shape<string> = { kind: "text", goType: "string" };
export const flag: Shape<boolean> = { kind: "flag", goType: "bool" };
/** A whole number; Go's type decides what its messages say. */
export function integer(goType: "int" | "int64"): Shape<number> {
  return { kind: "integer", goType };
}
/** Anything, kept as it is written. */
export const anything: Shape<Node> = { kind: "node", goType: "interface {}" };
/** A map of anything, kept as it is written. */
export const anyMap: Shape<Node> = { kind: "nodeMap", goType: "map[string]interface {}" };

export function list<T>(items: Shape<T>, goType: string = `[]${items.goType}`): Shape<readonly T[]> {
  return { kind: "list", goType, items };
}

export const texts: Shape<readonly string[]> = list(text);

/** Keys are any texts; `__proto__` is one of them. */
export const textMap: Shape<ReadonlyMap<string, string>> = { kind: "map", goType: "map[string]string", items: text };

/** `goType` as in `types.Image`. */
export function struct<T>(goType: string, fields: Fields<T>): StructShape<T> {
  const entries = Object.entries(fields as Record<string, Shape<unknown>>);
  return {
    kind: "struct",
    goType,
    fields: new Map(entries),
    byLowerCase: new Map(entries.map(([name]) => [name.toLowerCase(), name])),
  };
}

/** A field that Go finds in an embedded struct. */
export function via<T>(embedded: string, shape: Shape<T>): Shape<T> {
  return { ...shape, via: embedded };
}
