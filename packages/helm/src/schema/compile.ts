import { type Documents, type Located, type Resource, SchemaError } from "./documents.ts";
import { type Failure, formatNumber, quote, together, withCommas } from "./failure.ts";
import { formatError } from "./formats.ts";
import { equals, fieldsOf, numberOf, typeOfJson } from "./json-value.ts";
import { regexMatches } from "./regex.ts";

/** What a value was found to be covered by, for `unevaluatedProperties` and `unevaluatedItems`. */
class Seen {
  readonly fields: Set<string> = new Set();
  readonly items: Set<number> = new Set();

  add(other: Seen): void {
    for (const field of other.fields) this.fields.add(field);
    for (const item of other.items) this.items.add(item);
  }
}

/** The resources on the way to where validation is: `$dynamicRef` looks for its target from the outermost on. */
interface Scope {
  resource: Resource;
  above: Scope | undefined;
  depth: number;
  /** What is left of the steps that a check of values may take, all schemas together. */
  budget: { steps: number };
  /** The references that led to the value at hand, innermost first. */
  followed?: Followed | undefined;
}

interface Followed {
  target: Schema;
  path: Path;
  before: Followed | undefined;
}

type Path = readonly string[];
interface Result {
  failure: Failure | undefined;
  seen: Seen;
}
/** A keyword at work: adds what is wrong, and says so where nothing else of the schema is to be looked at. */
type Check = (value: unknown, path: Path, scope: Scope, failures: Failure[], seen: Seen) => boolean | undefined;

/** A schema ready to check values. */
export class Schema {
  readonly resource: Resource;
  /** Where in its resource it stands. */
  readonly pointer: string;
  readonly checks: Check[] = [];

  constructor(resource: Resource, pointer: string) {
    this.resource = resource;
    this.pointer = pointer;
  }

  run(value: unknown, path: Path, above: Scope | undefined): Result {
    const scope =
      above?.resource === this.resource
        ? above
        : {
            resource: this.resource,
            above,
            depth: (above?.depth ?? 0) + 1,
            followed: above?.followed,
            budget: above?.budget ?? { steps: MAX_STEPS },
          };
    if (--scope.budget.steps < 0) throw new SchemaError(`the schema takes more than ${MAX_STEPS} steps`);
    if (scope.depth + path.length > MAX_DEPTH) throw new SchemaError("the schema refers to itself without end");
    const failures: Failure[] = [];
    const seen = new Seen();
    for (const check of this.checks) if (check(value, path, scope, failures, seen) === true) break;
    return { failure: together(failures, path), seen };
  }
}

const MAX_DEPTH = 2000;
const MAX_STEPS = 1_000_000;
const fail = (path: Path, message: string, causes: readonly Failure[] = []): Failure => ({ path, message, causes });

/** What the compiler needs to know. */
export interface CompileOptions {
  documents: Documents;
  /** Whether `format` counts. */
  assertsFormat: boolean;
}

/** Compiles a schema with all that it refers to. Throws `SchemaError`. */
export function compileSchema(located: Located, options: CompileOptions): Schema {
  return new Compiler(options).compile(located);
}

type Fields = ReadonlyMap<string, unknown>;

class Compiler {
  readonly #options: CompileOptions;
  readonly #known = new Map<unknown, Schema>();

  constructor(options: CompileOptions) {
    this.#options = options;
  }

  compile({ schema, resource }: Located): Schema {
    const known = typeof schema === "object" ? this.#known.get(schema) : undefined;
    if (known) return known;
    const compiled = new Schema(
      this.#options.documents.ownerOf(schema) ?? resource,
      this.#options.documents.pointerOf(schema),
    );
    if (schema === false) {
      compiled.checks.push((_value, path, _scope, failures) => void failures.push(fail(path, "false schema")));
      return compiled;
    }
    if (typeof schema !== "object" || schema === null) return compiled;
    this.#known.set(schema, compiled);
    this.#keywords(compiled, fieldsOf(schema));
    return compiled;
  }

  #keywords(schema: Schema, fields: Fields): void {
    const { checks, resource } = schema;
    const { draft } = resource;
    const reference = fields.get("$ref");
    if (typeof reference === "string") {
      checks.push(this.#reference(reference, schema));
      // Until draft 7 nothing beside a reference counts.
      if (draft <= 7) return;
    }
    this.#dynamicReferences(schema, fields);
    checks.push(...typeChecks(fields));
    this.#objects(schema, fields);
    this.#arrays(schema, fields);
    checks.push(...stringChecks(fields, this.#options.assertsFormat), ...numberChecks(fields, draft === 4));
    this.#combinations(schema, fields);
    this.#unevaluated(schema, fields);
  }

  #sub(schema: Schema, value: unknown): Schema {
    return this.compile({ schema: value, resource: schema.resource });
  }

  #subs(schema: Schema, value: unknown): Schema[] {
    return Array.isArray(value) ? value.map((each) => this.#sub(schema, each)) : [];
  }

  #reference(reference: string, from: Schema): Check {
    const target = this.#options.documents.resolve(reference, from.resource);
    if (!target) return () => undefined;
    return referenceTo(this.compile(target), from);
  }

  #dynamicReferences({ checks, resource }: Schema, fields: Fields): void {
    const dynamic = fields.get("$dynamicRef");
    if (typeof dynamic === "string") {
      const target = this.#options.documents.resolve(dynamic, resource);
      const anchor = dynamic.slice(dynamic.indexOf("#") + 1);
      if (target) {
        const fallback = this.compile(target);
        const isDynamic = target.resource.dynamicAnchors.has(anchor);
        checks.push((value, path, scope, failures, seen) => {
          const found = isDynamic ? outermost(scope, ({ dynamicAnchors }) => dynamicAnchors.has(anchor)) : undefined;
          const schema = found ? this.compile({ schema: found.dynamicAnchors.get(anchor), resource: found }) : fallback;
          return referenceTo(schema)(value, path, scope, failures, seen);
        });
      }
    }
    if (fields.get("$recursiveRef") === "#") {
      checks.push((value, path, scope, failures, seen) => {
        const found = resource.isRecursive ? outermostRecursive(scope) : undefined;
        const owner = found ?? resource;
        const schema = this.compile({ schema: owner.root, resource: owner });
        return referenceTo(schema)(value, path, scope, failures, seen);
      });
    }
  }

  #objects(schema: Schema, fields: Fields): void {
    const { checks } = schema;
    const onObject = (check: (object: Fields, ...rest: Tail) => void): void =>
      void checks.push((value, ...rest) => {
        if (value instanceof Map || typeOfJson(value) === "object") check(fieldsOf(value), ...rest);
        return undefined;
      });
    countCheck(fields, "minProperties", (count, limit) => count < limit, onObject);
    countCheck(fields, "maxProperties", (count, limit) => count > limit, onObject);
    const required = fields.get("required");
    if (Array.isArray(required)) {
      onObject((object, path, _scope, failures) => {
        const missing = (required as string[]).filter((name) => !object.has(name)).map(quote);
        if (missing.length === 1) failures.push(fail(path, `missing property ${missing[0]}`));
        else if (missing.length > 1) failures.push(fail(path, `missing properties ${missing.join(", ")}`));
      });
    }
    this.#properties(schema, fields, onObject);
    const names = fields.get("propertyNames");
    if (names !== undefined) {
      const sub = this.#sub(schema, names);
      onObject((object, _path, scope, failures) => {
        for (const name of object.keys()) {
          const { failure } = sub.run(name, [], scope);
          if (failure)
            failures.push(
              fail([], `invalid propertyName ${quote(name)}`, failure.group === "flat" ? failure.causes : [failure]),
            );
        }
      });
    }
    for (const keyword of ["dependencies", "dependentRequired", "dependentSchemas"]) {
      for (const [name, dependency] of fieldsOf(fields.get(keyword))) {
        if (Array.isArray(dependency)) {
          onObject((object, path, _scope, failures) => {
            const missing = (dependency as string[]).filter((each) => !object.has(each)).map(quote);
            if (object.has(name) && missing.length > 0)
              failures.push(fail(path, `properties ${missing.join(", ")} required, if ${quote(name)} exists`));
          });
        } else {
          const sub = this.#sub(schema, dependency);
          checks.push((value, path, scope, failures, seen) => {
            if (typeOfJson(value) === "object" && fieldsOf(value).has(name))
              apply(sub, value, path, scope, failures, seen);
            return undefined;
          });
        }
      }
    }
  }

  #properties(
    schema: Schema,
    fields: Fields,
    onObject: (check: (object: Fields, ...rest: Tail) => void) => void,
  ): void {
    const properties = new Map(
      [...fieldsOf(fields.get("properties"))].map(([name, sub]) => [name, this.#sub(schema, sub)]),
    );
    const patterns = [...fieldsOf(fields.get("patternProperties"))].map(
      ([pattern, sub]) => [pattern, this.#sub(schema, sub)] as const,
    );
    const additional = fields.get("additionalProperties");
    if (properties.size === 0 && patterns.length === 0 && additional === undefined) return;
    const rest = additional === undefined ? undefined : this.#sub(schema, additional);
    onObject((object, path, scope, failures, seen) => {
      const extra: string[] = [];
      for (const [name, value] of object) {
        const below = [...path, name];
        const own = properties.get(name);
        let isKnown = own !== undefined;
        if (own) pushIfAny(failures, own.run(value, below, scope).failure);
        for (const [pattern, sub] of patterns) {
          if (!regexMatches(pattern, name)) continue;
          isKnown = true;
          pushIfAny(failures, sub.run(value, below, scope).failure);
        }
        if (isKnown || rest) seen.fields.add(name);
        if (isKnown || !rest) continue;
        if (additional === false) extra.push(quote(name));
        else pushIfAny(failures, rest.run(value, below, scope).failure);
      }
      if (extra.length > 0) failures.push(fail(path, `additional properties ${extra.sort().join(", ")} not allowed`));
    });
  }

  #arrays(schema: Schema, fields: Fields): void {
    const { checks, resource } = schema;
    const onArray = (check: (items: readonly unknown[], ...rest: Tail) => void): void =>
      void checks.push((value, ...rest) => {
        if (Array.isArray(value)) check(value as unknown[], ...rest);
        return undefined;
      });
    const onCount = (check: (items: { size: number }, ...rest: Tail) => void): void =>
      onArray((items, ...rest) => check({ size: items.length }, ...rest));
    countCheck(fields, "minItems", (count, limit) => count < limit, onCount);
    countCheck(fields, "maxItems", (count, limit) => count > limit, onCount);
    if (fields.get("uniqueItems") === true) {
      onArray((items, path, _scope, failures) => {
        const twins = firstTwins(items);
        if (twins) failures.push(fail(path, `items at ${twins[0]} and ${twins[1]} are equal`));
      });
    }
    const isNew = resource.draft === 2020;
    const items = fields.get("items");
    const first = this.#subs(schema, isNew ? fields.get("prefixItems") : items);
    const others = isNew ? items : Array.isArray(items) ? fields.get("additionalItems") : items;
    const rest = others === undefined ? undefined : this.#sub(schema, others);
    if (first.length > 0 || rest || Array.isArray(items)) {
      onArray((list, path, scope, failures, seen) => {
        for (const [index, item] of list.entries()) {
          const sub = first[index] ?? rest;
          if (!sub) break;
          if (index >= first.length && !isNew && Array.isArray(items) && others === false) {
            failures.push(fail(path, `last ${list.length - first.length} additionalItem(s) not allowed`));
            break;
          }
          seen.items.add(index);
          // The library that Helm uses counts from behind those that have a schema of their own.
          const shown = index >= first.length ? index - first.length : index;
          pushIfAny(failures, sub.run(item, [...path, String(shown)], scope).failure);
        }
      });
    }
    this.#contains(schema, fields, onArray);
  }

  #contains(
    schema: Schema,
    fields: Fields,
    onArray: (check: (items: readonly unknown[], ...rest: Tail) => void) => void,
  ): void {
    const contains = fields.get("contains");
    if (contains === undefined) return;
    const sub = this.#sub(schema, contains);
    const hasCounts = schema.resource.draft >= 2019;
    const least = hasCounts ? numberOf(fields.get("minContains")) : undefined;
    const most = hasCounts ? numberOf(fields.get("maxContains")) : undefined;
    onArray((list, path, scope, failures, seen) => {
      const matched: number[] = [];
      const causes: Failure[] = [];
      for (const [index, item] of list.entries()) {
        const { failure } = sub.run(item, [...path, String(index)], scope);
        if (failure) causes.push(failure);
        else {
          matched.push(index);
          if (schema.resource.draft === 2020) seen.items.add(index);
        }
      }
      if (least !== undefined ? matched.length < least : matched.length === 0)
        failures.push(
          fail(
            path,
            least === undefined
              ? "no items match contains schema"
              : `min ${least} items required to match contains schema, but matched ${matched.length} items${matched.length > 0 ? ` at ${matched.join(" ")}` : ""}`,
            causes,
          ),
        );
      if (most !== undefined && matched.length > most)
        failures.push(
          fail(
            path,
            `max ${most} items required to match contains schema, but matched ${matched.length} items at ${matched.join(" ")}`,
          ),
        );
    });
  }

  #combinations(schema: Schema, fields: Fields): void {
    const { checks } = schema;
    const not = fields.get("not");
    if (not !== undefined) {
      const sub = this.#sub(schema, not);
      checks.push((value, path, scope, failures) => {
        if (!sub.run(value, path, scope).failure) failures.push(fail(path, "'not' failed"));
        return undefined;
      });
    }
    const all = this.#subs(schema, fields.get("allOf"));
    if (all.length > 0) {
      checks.push((value, path, scope, failures, seen) => {
        const causes: Failure[] = [];
        for (const sub of all) apply(sub, value, path, scope, causes, seen);
        if (causes.length > 0) failures.push(fail(path, "'allOf' failed", causes));
        return undefined;
      });
    }
    const any = this.#subs(schema, fields.get("anyOf"));
    if (any.length > 0) {
      checks.push((value, path, scope, failures, seen) => {
        const causes: Failure[] = [];
        for (const sub of any) apply(sub, value, path, scope, causes, seen);
        if (causes.length === any.length) failures.push(fail(path, "'anyOf' failed", causes));
        return undefined;
      });
    }
    const one = this.#subs(schema, fields.get("oneOf"));
    if (one.length > 0) checks.push(oneOfCheck(one));
    const condition = fields.get("if");
    if (condition !== undefined && schema.resource.draft >= 7) {
      const [test, yes, no] = [condition, fields.get("then") ?? true, fields.get("else") ?? true].map((each) =>
        this.#sub(schema, each),
      );
      checks.push((value, path, scope, failures, seen) => {
        if (!test || !yes || !no) return undefined;
        const result = test.run(value, path, scope);
        if (!result.failure) seen.add(result.seen);
        apply(result.failure ? no : yes, value, path, scope, failures, seen);
        return undefined;
      });
    }
  }

  #unevaluated(schema: Schema, fields: Fields): void {
    const { checks } = schema;
    const properties = fields.get("unevaluatedProperties");
    if (properties !== undefined) {
      const sub = this.#sub(schema, properties);
      checks.push((value, path, scope, failures, seen) => {
        if (typeOfJson(value) !== "object") return;
        for (const [name, item] of fieldsOf(value)) {
          if (!seen.fields.has(name)) pushIfAny(failures, sub.run(item, [...path, name], scope).failure);
          seen.fields.add(name);
        }
        return undefined;
      });
    }
    const items = fields.get("unevaluatedItems");
    if (items !== undefined) {
      const sub = this.#sub(schema, items);
      checks.push((value, path, scope, failures, seen) => {
        if (!Array.isArray(value)) return;
        for (const [index, item] of value.entries()) {
          if (!seen.items.has(index)) pushIfAny(failures, sub.run(item, [...path, String(index)], scope).failure);
          seen.items.add(index);
        }
        return undefined;
      });
    }
  }
}

type Tail = [path: Path, scope: Scope, failures: Failure[], seen: Seen];

function pushIfAny(failures: Failure[], failure: Failure | undefined): void {
  if (failure) failures.push(failure);
}

/** Checks the same value against a part of the schema. */
function apply(sub: Schema, value: unknown, path: Path, scope: Scope, failures: Failure[], seen: Seen): void {
  const result = sub.run(value, path, { ...scope, depth: scope.depth + 1 });
  if (result.failure) failures.push(result.failure);
  else seen.add(result.seen);
}

/** Several failures behind a reference stay below one line. */
function referenceTo(schema: Schema, from?: Schema): Check {
  return (value, path, scope, failures, seen) => {
    for (let at = scope.followed; at && at.path === path; at = at.before) {
      if (at.target !== schema || !from) continue;
      const { pointer, resource } = schema;
      failures.push(
        fail(
          path,
          `both ${from.pointer}/$ref and ${pointer} resolve to ${JSON.stringify(`${resource.url}#${pointer}`)} causing reference cycle`,
        ),
      );
      return undefined;
    }
    const followed = { target: schema, path, before: scope.followed };
    const result = schema.run(value, path, { ...scope, depth: scope.depth + 1, followed });
    if (result.failure?.group === "flat") failures.push({ ...result.failure, path, group: "kept" });
    else if (result.failure) failures.push(result.failure);
    else seen.add(result.seen);
    return undefined;
  };
}

function outermost(scope: Scope, fits: (resource: Resource) => boolean): Resource | undefined {
  let found: Resource | undefined;
  for (let at: Scope | undefined = scope; at; at = at.above) if (fits(at.resource)) found = at.resource;
  return found;
}

/** The outermost of the recursive resources that follow each other. */
function outermostRecursive(scope: Scope): Resource | undefined {
  let found: Resource | undefined;
  for (let at: Scope | undefined = scope; at; at = at.above) {
    if (!at.resource.isRecursive) break;
    found = at.resource;
  }
  return found;
}

function oneOfCheck(one: readonly Schema[]): Check {
  return (value, path, scope, failures, seen) => {
    const causes: Failure[] = [];
    const matched: number[] = [];
    for (const [index, sub] of one.entries()) {
      const before = causes.length;
      if (matched.length < 2) apply(sub, value, path, scope, causes, seen);
      if (causes.length === before && matched.length < 2) matched.push(index);
    }
    if (matched.length === 0) failures.push(fail(path, "'oneOf' failed, none matched", causes));
    else if (matched.length > 1) failures.push(fail(path, `'oneOf' failed, subschemas ${matched.join(", ")} matched`));
    return undefined;
  };
}

const TYPE_ORDER = ["null", "boolean", "number", "integer", "string", "array", "object"];

function typeChecks(fields: Fields): Check[] {
  const checks: Check[] = [];
  const type = fields.get("type");
  if (type !== undefined) {
    const types = (Array.isArray(type) ? (type as string[]) : [type as string]).toSorted(
      (a, b) => TYPE_ORDER.indexOf(a) - TYPE_ORDER.indexOf(b),
    );
    checks.push((value, path, _scope, failures) => {
      if (types.some((each) => isOfType(value, each))) return undefined;
      failures.push(fail(path, `got ${typeOfJson(value)}, want ${types.join(" or ")}`));
      return true;
    });
  }
  if (fields.has("const")) {
    const wanted = fields.get("const");
    checks.push((value, path, _scope, failures) => {
      if (equals(value, wanted)) return undefined;
      const shown = primitive(wanted);
      failures.push(fail(path, shown === undefined ? "'const' failed" : `value must be ${shown}`));
      return true;
    });
  }
  const choices = fields.get("enum");
  if (Array.isArray(choices)) {
    checks.push((value, path, _scope, failures) => {
      if (choices.some((choice) => equals(value, choice))) return undefined;
      const shown = choices.map(primitive);
      const message = shown.includes(undefined)
        ? "'enum' failed"
        : shown.length === 1
          ? `value must be ${shown[0]}`
          : `value must be one of ${shown.join(", ")}`;
      failures.push(fail(path, message));
      return true;
    });
  }
  return checks;
}

function isOfType(value: unknown, type: string): boolean {
  if (type !== "integer") return typeOfJson(value) === type;
  const number = numberOf(value);
  return number !== undefined && Number.isInteger(number);
}

function primitive(value: unknown): string | undefined {
  switch (typeOfJson(value)) {
    case "string":
      return quote(value as string);
    case "null":
      return "<nil>";
    case "array":
    case "object":
      return undefined;
    default:
      return String(value as number | boolean);
  }
}

function stringChecks(fields: Fields, assertsFormat: boolean): Check[] {
  const checks: Check[] = [];
  const onString = (check: (text: string, ...rest: Tail) => void): void =>
    void checks.push((value, ...rest) => {
      if (typeof value === "string") check(value, ...rest);
      return undefined;
    });
  const onLength = (check: (length: { size: number }, ...rest: Tail) => void): void =>
    onString((text, ...rest) => check({ size: [...text].length }, ...rest));
  countCheck(fields, "minLength", (count, limit) => count < limit, onLength);
  countCheck(fields, "maxLength", (count, limit) => count > limit, onLength);
  const pattern = fields.get("pattern");
  if (typeof pattern === "string") {
    onString((text, path, _scope, failures) => {
      if (!regexMatches(pattern, text))
        failures.push(fail(path, `${quote(text)} does not match pattern ${quote(pattern)}`));
    });
  }
  const format = fields.get("format");
  if (assertsFormat && typeof format === "string") {
    onString((text, path, _scope, failures) => {
      const wrong = formatError(format, text);
      if (wrong !== undefined) failures.push(fail(path, `${quote(text)} is not valid ${format}: ${wrong}`));
    });
  }
  return checks;
}

function numberChecks(fields: Fields, isDraft4: boolean): Check[] {
  const checks: Check[] = [];
  const compare = (keyword: string, limit: unknown, isWrong: (value: number, limit: number) => boolean): void => {
    const wanted = numberOf(limit);
    if (wanted === undefined) return;
    checks.push((value, path, _scope, failures) => {
      const number = numberOf(value);
      if (number !== undefined && isWrong(number, wanted))
        failures.push(fail(path, `${keyword}: got ${formatNumber(number)}, want ${formatNumber(wanted)}`));
      return undefined;
    });
  };
  const [minimum, maximum] = [fields.get("minimum"), fields.get("maximum")];
  // In draft 4 these are marks on the limits beside them.
  const excludesMinimum = isDraft4 && fields.get("exclusiveMinimum") === true;
  const excludesMaximum = isDraft4 && fields.get("exclusiveMaximum") === true;
  if (!excludesMinimum) compare("minimum", minimum, (value, limit) => value < limit);
  if (!excludesMaximum) compare("maximum", maximum, (value, limit) => value > limit);
  const above = excludesMinimum ? minimum : fields.get("exclusiveMinimum");
  const below = excludesMaximum ? maximum : fields.get("exclusiveMaximum");
  compare("exclusiveMinimum", above, (value, limit) => value <= limit);
  compare("exclusiveMaximum", below, (value, limit) => value >= limit);
  compare("multipleOf", fields.get("multipleOf"), (value, divisor) => !isMultiple(value, divisor));
  return checks;
}

/** Exact for decimals: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, divisor: number): boolean {
  if (Number.isInteger(value) && Number.isInteger(divisor)) return value % divisor === 0;
  const scale = 10 ** Math.max(decimalsOf(value), decimalsOf(divisor));
  return Number.isFinite(scale) && Math.round(value * scale) % Math.round(divisor * scale) === 0;
}

function decimalsOf(value: number): number {
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  return Math.max(0, (mantissa.split(".")[1]?.length ?? 0) - Number(exponent));
}

function countCheck(
  fields: Fields,
  keyword: string,
  isWrong: (count: number, limit: number) => boolean,
  on: (check: (container: { size: number }, ...rest: Tail) => void) => void,
): void {
  const limit = numberOf(fields.get(keyword));
  if (limit === undefined) return;
  on(({ size }, path, _scope, failures) => {
    if (isWrong(size, limit))
      failures.push(fail(path, `${keyword}: got ${withCommas(String(size))}, want ${withCommas(String(limit))}`));
  });
}

/** The first two items that are the same; those that are no lists or maps are found by their text. */
function firstTwins(items: readonly unknown[]): [number, number] | undefined {
  const known = new Map<string, number>();
  const composite: number[] = [];
  for (const [index, item] of items.entries()) {
    const type = typeOfJson(item);
    if (type === "array" || type === "object") {
      const twin = composite.find((other) => equals(items[other], item));
      if (twin !== undefined) return [twin, index];
      composite.push(index);
      continue;
    }
    const key = `${type} ${String(numberOf(item) ?? (item as string | boolean | null))}`;
    const twin = known.get(key);
    if (twin !== undefined) return [twin, index];
    known.set(key, index);
  }
  return undefined;
}
