/**
 * Go's `text/template` with Go's `fmt` and the functions of Sprig: text in, text out, as a Go program would write it.
 *
 * `parseFile` → `TemplateSet.add` → `execute`. A file is lexed and parsed (template/lexer, parser), compiled once to
 * closures (template/compile, expressions) and can then run in any number of sets with any data. Functions are tables
 * of `GoFunction`, which carry the types of their parameters so that arguments are checked as Go checks them.
 *
 * Values (values/): strings are JS strings, of which lone surrogates U+DC80–U+DCFF are the bytes that are no UTF-8;
 * bools and `float64` are JS's own; every integer is an `Int` (its Go type and a bigint); `nil` is `null`;
 * `[]interface {}` is an array, `[]uint8` a `Uint8Array`, `map[string]interface {}` a `Map`; everything else is a
 * `Slice`, `StringMap`, `KeyedMap`, `Struct`, `Pointer`, `Boxed` or `Func` with its `GoType`, which also carries methods.
 * `undefined` is "no value", which only exists inside of a run.
 *
 * ```ts
 * const functions = sprigFunctions({ now: () => BigInt(Date.now()) * 1_000_000n, random: randomBytes });
 * const set = new TemplateSet();
 * set.add(parseFile("greeting", "Hello {{ .name | upper }}", functions));
 * execute(set, "greeting", new Map([["name", "you"]])); // Hello YOU
 * ```
 *
 * Knows neither Helm nor Kubernetes; reads no clock, no files, no environment and no network: what functions need of
 * these comes as arguments. Runs are synchronous and bounded by `Limits`. conformance/gotemplate compares all of it
 * with Go's own.
 *
 * Depends on: re2js, bcryptjs.
 *
 * @module
 */
export { execute, parseFile, TemplateSet, CompiledTemplate, type ParsedFile } from "./template/template-set.ts";
export { TemplateError, type TemplateErrorCode, type TemplatePlace } from "./template/errors.ts";
export { DEFAULT_LIMITS, type Limits } from "./template/limits.ts";
export type { MissingKey, RunOptions } from "./template/run.ts";
export { builtins } from "./template/builtins.ts";
export { contextFunction, goFunction, type CallContext, type FunctionMap, type GoFunction } from "./values/function.ts";
export * from "./values/types.ts";
export * from "./values/values.ts";
export {
  byteLength,
  compareStrings,
  fromBytes,
  fromRune,
  fromRunes,
  isAscii,
  joined,
  runeCount,
  runesOf,
  sliceBytes,
  sortStrings,
  toBytes,
} from "./values/text.ts";
export { sortedEntries, sortedKeys } from "./values/order.ts";
export { formatPlain, formatValue } from "./fmt/printer.ts";
export { formatFloat } from "./fmt/float.ts";
export { quote } from "./fmt/quote.ts";
export { sprint, sprintf, sprintln } from "./fmt/sprintf.ts";
export { sprigFunctions, type SprigOptions } from "./sprig/functions.ts";
export { encodeJson, type JsonOptions } from "./sprig/json-encode.ts";
export { decodeJson } from "./sprig/json-decode.ts";
export { makeDuration, parseDuration } from "./time/duration.ts";
export { parseTime, Time } from "./time/time.ts";
export { findZone, UTC, type Zone } from "./time/zone.ts";
export { meetsConstraint, parseConstraint, type Constraint } from "./sprig/constraint.ts";
export { compareVersions, parseVersion, versionText, type Version } from "./sprig/version.ts";
