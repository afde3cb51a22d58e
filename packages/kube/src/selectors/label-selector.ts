import { StatusError } from "../status-error.ts";

/** One term of a label selector. */
export interface LabelRequirement {
  key: string;
  operator: "=" | "!=" | "in" | "notin" | "exists" | "!" | "gt" | "lt";
  values: readonly string[];
}

/** `metav1.LabelSelector`, as objects carry it. */
export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

const NAME = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)$/;
const PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Parses `a=b,c!=d,e in (f,g),h,!i`. Throws `BadRequest`, worded as the API server does, for anything else.
 * An empty text selects everything.
 */
export function parseLabelSelector(text: string): LabelRequirement[] {
  const requirements: LabelRequirement[] = [];
  const fail = (why: string): never => {
    throw new StatusError("BadRequest", `unable to parse requirement: ${why}`);
  };
  for (const term of splitTerms(text)) {
    const set = /^(.+?)\s+(in|notin)\s*\(([^()]*)\)$/.exec(term);
    const compare = /^([^\s=!<>]+)\s*(==|=|!=|>|<)\s*([^\s=!<>]*)$/.exec(term);
    const exists = /^(!?)\s*([^\s=!<>(),]+)$/.exec(term);
    if (set) {
      const [, key = "", operator, list = ""] = set;
      const values = list.split(",").map((value) => value.trim());
      requirements.push({ key: key.trim(), operator: operator as "in" | "notin", values });
    } else if (compare) {
      const [, key = "", operator = "", value = ""] = compare;
      const names: Record<string, LabelRequirement["operator"]> = {
        "==": "=",
        "=": "=",
        "!=": "!=",
        ">": "gt",
        "<": "lt",
      };
      requirements.push({ key, operator: names[operator] ?? "=", values: [value] });
    } else if (exists) {
      requirements.push({ key: exists[2] ?? "", operator: exists[1] === "!" ? "!" : "exists", values: [] });
    } else {
      fail(`found '${term}', expected: identifier, operator and value`);
    }
  }
  for (const { key, values } of requirements) {
    if (!isQualifiedName(key)) {
      fail(
        `<nil>: Invalid value: "${key}": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
      );
    }
    for (const value of values) {
      if (!isLabelValue(value)) {
        fail(
          `values[0][${key}]: Invalid value: "${value}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
        );
      }
    }
  }
  return requirements;
}

/** True when all requirements hold. */
export function matchesLabels(
  requirements: readonly LabelRequirement[],
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  return requirements.every((requirement) => holds(requirement, labels));
}

/** The requirements of an object's selector. Undefined selects nothing, `{}` everything: the caller decides on undefined. */
export function requirementsOf(selector: LabelSelector): LabelRequirement[] {
  const operators: Record<string, LabelRequirement["operator"]> = {
    In: "in",
    NotIn: "notin",
    Exists: "exists",
    DoesNotExist: "!",
  };
  return [
    ...Object.entries(selector.matchLabels ?? {}).map(([key, value]): LabelRequirement => ({
      key,
      operator: "=",
      values: [value],
    })),
    ...(selector.matchExpressions ?? []).map(({ key, operator, values }): LabelRequirement => {
      const known = operators[operator];
      if (known === undefined)
        throw new StatusError("BadRequest", `"${operator}" is not a valid label selector operator`);
      return { key, operator: known, values: values ?? [] };
    }),
  ];
}

/** The text form of an object's selector, for query parameters. */
export function formatLabelSelector(selector: LabelSelector): string {
  return requirementsOf(selector)
    .map(({ key, operator, values }) => {
      switch (operator) {
        case "in":
        case "notin":
          return `${key} ${operator} (${[...values].sort().join(",")})`;
        case "exists":
          return key;
        case "!":
          return `!${key}`;
        case "gt":
          return `${key}>${values[0]}`;
        case "lt":
          return `${key}<${values[0]}`;
        default:
          return `${key}${operator}${values[0]}`;
      }
    })
    .join(",");
}

/** `[prefix/]name`, as label and annotation keys must be. */
export function isQualifiedName(key: string): boolean {
  const slash = key.indexOf("/");
  const [prefix, name] = slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
  if (prefix !== undefined && (prefix.length > 253 || !PREFIX.test(prefix))) return false;
  return name.length <= 63 && NAME.test(name);
}

export function isLabelValue(value: string): boolean {
  return value === "" || (value.length <= 63 && NAME.test(value));
}

function holds(
  { key, operator, values }: LabelRequirement,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  const has = labels !== undefined && Object.hasOwn(labels, key);
  const value = has ? labels[key] : undefined;
  switch (operator) {
    case "=":
    case "in":
      return value !== undefined && values.includes(value);
    case "!=":
    case "notin":
      return value === undefined || !values.includes(value);
    case "exists":
      return has;
    case "!":
      return !has;
    case "gt":
      return has && Number(value) > Number(values[0]);
    case "lt":
      return has && Number(value) < Number(values[0]);
  }
}

/** Splits at the commas outside parentheses. */
function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const char = text[i];
    if (char === "(") depth++;
    else if (char === ")") depth--;
    else if (char === undefined || (char === "," && depth <= 0)) {
      const term = text.slice(start, i).trim();
      if (term !== "") terms.push(term);
      start = i + 1;
    }
  }
  return terms;
}
