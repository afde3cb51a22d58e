import type { JsonPatchOperation } from "../client/client.ts";
import { StatusError } from "../status-error.ts";
import { isJsonObject, jsonEqual, setOwn } from "./json-values.ts";

/** As many operations as the API server takes in one patch. */
const MAX_OPERATIONS = 10_000;

/** RFC 6902, with the API server's reading: negative indices count from the end. Throws `Invalid` or `BadRequest`. */
export function applyJsonPatch(document: unknown, operations: readonly JsonPatchOperation[]): unknown {
  if (!Array.isArray(operations))
    throw new StatusError("BadRequest", "error decoding patch: a JSON patch is a list of operations");
  if (operations.length > MAX_OPERATIONS) {
    throw new StatusError(
      "RequestEntityTooLarge",
      `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${operations.length}`,
    );
  }
  let result: unknown = structuredClone(document);
  for (const operation of operations) result = applyOperation(result, operation);
  return result;
}

function applyOperation(document: unknown, operation: JsonPatchOperation): unknown {
  const path = parsePointer(operation.path);
  switch (operation.op) {
    case "add":
      return add(document, path, structuredClone(operation.value), operation.path);
    case "remove":
      return remove(document, path, operation.path);
    case "replace": {
      const missing = lookup(document, path) === undefined;
      if (missing)
        throw invalid(`replace operation does not apply: doc is missing key: ${operation.path}: missing value`);
      return replace(document, path, structuredClone(operation.value));
    }
    case "move": {
      const from = parsePointer(operation.from);
      const value = lookup(document, from);
      if (value === undefined)
        throw invalid(`move operation does not apply: doc is missing from path: ${operation.from}: missing value`);
      return add(remove(document, from, operation.from), path, value, operation.path);
    }
    case "copy": {
      const value = lookup(document, parsePointer(operation.from));
      if (value === undefined)
        throw invalid(`copy operation does not apply: doc is missing from path: ${operation.from}: missing value`);
      return add(document, path, structuredClone(value), operation.path);
    }
    case "test": {
      const value = lookup(document, path);
      if (!jsonEqual(value ?? null, operation.value ?? null))
        throw invalid(`testing value ${operation.path} failed: test failed`);
      return document;
    }
    default:
      throw invalid(`Unexpected kind: ${String((operation as { op?: unknown }).op)}`);
  }
}

/** The parts of a JSON pointer. Throws for a text that is none. */
export function parsePointer(pointer: string): string[] {
  if (typeof pointer !== "string" || (pointer !== "" && !pointer.startsWith("/"))) {
    throw invalid(`"${String(pointer)}" is not a JSON pointer: it must be empty or start with /`);
  }
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The value at a pointer's parts, or undefined. */
export function lookup(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const part of path) {
    if (Array.isArray(value)) value = value[index(part, value.length) ?? -1];
    else if (isJsonObject(value) && Object.hasOwn(value, part)) value = value[part];
    else return undefined;
  }
  return value;
}

function add(document: unknown, path: readonly string[], value: unknown, shown: string): unknown {
  const key = path.at(-1);
  if (key === undefined) return value;
  const parent = lookup(document, path.slice(0, -1));
  if (Array.isArray(parent)) {
    const at = key === "-" ? parent.length : index(key, parent.length + 1);
    if (at === undefined) throw invalid(`add operation does not apply: doc is missing path: "${shown}": missing value`);
    parent.splice(at, 0, value);
  } else if (isJsonObject(parent)) setOwn(parent, key, value);
  else throw invalid(`add operation does not apply: doc is missing path: "${shown}": missing value`);
  return document;
}

function remove(document: unknown, path: readonly string[], shown: string): unknown {
  const key = path.at(-1);
  const parent = lookup(document, path.slice(0, -1));
  const missing = (): StatusError =>
    invalid(`remove operation does not apply: doc is missing path: "${shown}": missing value`);
  if (key === undefined) return null;
  if (Array.isArray(parent)) {
    const at = index(key, parent.length);
    if (at === undefined) throw missing();
    parent.splice(at, 1);
  } else if (isJsonObject(parent) && Object.hasOwn(parent, key)) delete parent[key];
  else throw missing();
  return document;
}

function replace(document: unknown, path: readonly string[], value: unknown): unknown {
  const key = path.at(-1);
  if (key === undefined) return value;
  const parent = lookup(document, path.slice(0, -1));
  if (Array.isArray(parent)) parent[index(key, parent.length) ?? -1] = value;
  else if (isJsonObject(parent)) setOwn(parent, key, value);
  return document;
}

function index(part: string, length: number): number | undefined {
  if (!/^-?\d+$/.test(part)) return undefined;
  const at = Number(part) < 0 ? Number(part) + length : Number(part);
  return at >= 0 && at < length ? at : undefined;
}

function invalid(message: string): StatusError {
  return new StatusError("Invalid", `the server rejected our request due to an error in our request: ${message}`);
}
