import { builtinSchemas, resolveBuiltin } from "../schema/builtin.ts";
import { fieldSchema, type Schema } from "../schema/schema.ts";
import { StatusError } from "../status-error.ts";
import type { JsonObject } from "../patch/json-values.ts";
import table from "./wire-fields.json" with { type: "json" };

export const PROTOBUF_MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

type WireField = readonly [name: string, type: string, form?: "list" | "map" | "pointer"];
const messages = (table as unknown as { messages: Record<string, Record<string, WireField>> }).messages;

const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00]);
const MAX_DEPTH = 100;
const META = "k8s.io.apimachinery.pkg.apis.meta.v1.";

/**
 * Reads a built-in object from Kubernetes' protobuf form: an envelope with apiVersion and kind around the message.
 * Zero values that Go would leave out of JSON are left out. Throws `BadRequest`.
 */
export function decodeProtobuf(bytes: Uint8Array): JsonObject {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!data.subarray(0, 4).equals(MAGIC)) throw broken("it does not begin with the envelope's mark");
  let apiVersion = "";
  let kind = "";
  let raw: Buffer = Buffer.alloc(0);
  for (const [number, value] of fieldsOf(data.subarray(4))) {
    if (number === 1 && Buffer.isBuffer(value)) {
      for (const [part, text] of fieldsOf(value)) {
        if (part === 1) apiVersion = String(text);
        if (part === 2) kind = String(text);
      }
    } else if (number === 2 && Buffer.isBuffer(value)) raw = value;
  }
  const version = apiVersion.slice(apiVersion.lastIndexOf("/") + 1);
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  const schemaName = Object.keys(builtinSchemas).find((name) => {
    const kinds = builtinSchemas[name]?.["x-kubernetes-group-version-kind"] ?? [];
    return kinds.some((gvk) => gvk.kind === kind && gvk.version === version && gvk.group === group);
  });
  const message = schemaName === undefined ? optionsType(kind) : wireName(schemaName);
  if (message === undefined || !messages[message]) {
    throw new StatusError(
      "UnsupportedMediaType",
      `${apiVersion} ${kind} is not known in protobuf form; send it as application/json`,
    );
  }
  const schema = schemaName === undefined ? undefined : builtinSchemas[schemaName];
  return { apiVersion, kind, ...(readMessage(raw, message, schema, 0) as JsonObject) };
}

/** `io.k8s.api.core.v1.Pod` is `k8s.io.api.core.v1.Pod` on the wire. */
function wireName(schemaName: string): string {
  return schemaName.replace(/^io\.k8s\./, "k8s.io.").replaceAll("-", "_");
}

function optionsType(kind: string): string | undefined {
  const name = META + kind;
  return messages[name] ? name : Object.keys(messages).find((candidate) => candidate.endsWith(`.v1.${kind}`));
}

function readMessage(data: Buffer, type: string, schema: Schema | undefined, depth: number): unknown {
  if (depth > MAX_DEPTH) throw broken("it is nested too deeply");
  const special = readSpecial(data, type);
  if (special !== undefined) return special;
  const fields = messages[type] ?? {};
  const result: JsonObject = {};
  const shape = resolveBuiltin(schema);
  for (const [number, value] of fieldsOf(data)) {
    const field = fields[String(number)];
    if (!field) continue;
    const [name, fieldType, form] = field;
    const own = fieldSchema(shape, name);
    if (form === "map") {
      const [key, item] = readEntry(value, fieldType, own, depth);
      result[name] = { ...(result[name] as JsonObject | undefined), [key]: item };
      continue;
    }
    const item = readValue(value, fieldType, form === "list" ? resolveBuiltin(own)?.items : own, depth);
    if (form === "list") {
      const list = (result[name] ??= []) as unknown[];
      list.push(item);
    } else if (isInlined(shape, name, own, item)) Object.assign(result, item);
    else if (form === "pointer" || !isZero(item)) result[name] = item;
  }
  // A list type of its own is a message with one field on the wire, and a plain list in JSON.
  return shape?.type === "array" ? (result.items ?? []) : result;
}

/** What Go embeds has a field on the wire and none in JSON. */
function isInlined(shape: Schema | undefined, name: string, own: Schema | undefined, item: unknown): boolean {
  return (
    shape?.properties !== undefined &&
    own === undefined &&
    typeof item === "object" &&
    item !== null &&
    name !== "metadata"
  );
}

function readValue(value: number | bigint | Buffer, type: string, schema: Schema | undefined, depth: number): unknown {
  switch (type) {
    case "string":
      return String(value);
    case "bytes":
      return Buffer.isBuffer(value) ? value.toString("base64") : "";
    case "bool":
      return Number(value) !== 0;
    case "int32":
      return Number(BigInt.asIntN(32, BigInt(value as number | bigint)));
    case "int64":
      return Number(BigInt.asIntN(64, BigInt(value as number | bigint)));
    default:
      if (!Buffer.isBuffer(value)) throw broken(`${type} is not a message there`);
      return readMessage(value, type, schema, depth + 1);
  }
}

function readEntry(
  value: number | bigint | Buffer,
  type: string,
  schema: Schema | undefined,
  depth: number,
): [string, unknown] {
  if (!Buffer.isBuffer(value)) throw broken("a map entry is not a message");
  let key = "";
  let item: unknown = type === "string" || type === "bytes" ? "" : {};
  for (const [number, part] of fieldsOf(value)) {
    if (number === 1) key = String(part);
    if (number === 2) item = readValue(part, type, fieldSchema(resolveBuiltin(schema), key), depth);
  }
  return [key, item];
}

/** Types whose JSON form is no object. */
function readSpecial(data: Buffer, type: string): unknown {
  const name = type.slice(type.lastIndexOf(".") + 1);
  const numbers = (): Map<number, number | bigint | Buffer> => new Map(fieldsOf(data));
  switch (type) {
    case "k8s.io.apimachinery.pkg.api.resource.Quantity":
      return String(numbers().get(1) ?? "0");
    case "k8s.io.apimachinery.pkg.util.intstr.IntOrString": {
      const fields = numbers();
      return Number(fields.get(1) ?? 0) === 1
        ? String(fields.get(3) ?? "")
        : Number(BigInt.asIntN(32, BigInt((fields.get(2) ?? 0) as number)));
    }
    case `${META}Time`:
    case `${META}MicroTime`: {
      const fields = numbers();
      const seconds = Number(BigInt.asIntN(64, BigInt((fields.get(1) ?? 0) as number)));
      // The zero time of Go lies before 1970 and means: none.
      if (data.length === 0 || seconds < -62_135_596_000) return null;
      const text = new Date(seconds * 1000).toISOString();
      if (name === "Time") return text.replace(/\.\d+Z$/, "Z");
      return text.replace(/\.\d+Z$/, `.${String(Math.floor(Number(fields.get(2) ?? 0) / 1000)).padStart(6, "0")}Z`);
    }
    case `${META}Duration`:
      return `${Number(numbers().get(1) ?? 0) / 1e9}s`;
    case `${META}FieldsV1`:
    case "k8s.io.apimachinery.pkg.runtime.RawExtension":
    case "k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.v1.JSON": {
      const raw = numbers().get(1);
      return Buffer.isBuffer(raw) && raw.length > 0 ? (JSON.parse(raw.toString("utf8")) as unknown) : null;
    }
    default:
      return undefined;
  }
}

function isZero(value: unknown): boolean {
  return value === "" || value === 0 || value === false || value === null;
}

/** The fields of a message in their order: numbers for varints, bytes for everything that has a length. */
function* fieldsOf(data: Buffer): Iterable<[number, number | bigint | Buffer]> {
  let offset = 0;
  const varint = (): bigint => {
    let result = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = data[offset++];
      if (byte === undefined) throw broken("it ends in the middle of a number");
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return result;
    }
    throw broken("a number has too many bytes");
  };
  while (offset < data.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    switch (tag & 7) {
      case 0:
        yield [number, varint()];
        break;
      case 1:
        offset += 8;
        break;
      case 2: {
        const length = Number(varint());
        if (offset + length > data.length) throw broken("a field is longer than the message");
        yield [number, data.subarray(offset, offset + length)];
        offset += length;
        break;
      }
      case 5:
        offset += 4;
        break;
      default:
        throw broken(`wire type ${tag & 7} is not used here`);
    }
  }
}

function broken(why: string): StatusError {
  return new StatusError("BadRequest", `cannot read the protobuf body: ${why}`);
}
