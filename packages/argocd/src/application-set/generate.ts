import { isJsonObject } from "@hawser/kube";
import type { ApplicationSet, ApplicationSetTemplate } from "../api/application-set.ts";

/** One Application that a set wants. */
export interface Generated {
  name: string;
  template: ApplicationSetTemplate;
}

/** A set that cannot be expanded; the message says which generator or parameter. */
export class GenerateError extends Error {}

/** Expands generators and template. Throws `GenerateError`. */
export function generateApplications(set: ApplicationSet): Generated[] {
  const generated: Generated[] = [];
  for (const generator of set.spec.generators) {
    const kinds = Object.keys(generator).filter((kind) => kind !== "selector");
    if (!generator.list)
      throw new GenerateError(`the generator ${kinds.join(", ") || "(empty)"} is not supported yet; use list`);
    for (const element of generator.list.elements ?? []) {
      const template = substitute(
        set.spec.template,
        paramsOf(element),
        set.spec.goTemplate === true,
      ) as ApplicationSetTemplate;
      const { name } = template.metadata;
      if (name === undefined || name === "") throw new GenerateError("the template's metadata.name is empty");
      generated.push({ name, template });
    }
  }
  const seen = new Set<string>();
  for (const { name } of generated) {
    if (seen.has(name))
      throw new GenerateError(`ApplicationSet ${set.metadata.name} contains applications with duplicate name: ${name}`);
    seen.add(name);
  }
  return generated;
}

/** The values of an element by their paths: `values.size` as well as `cluster`. */
function paramsOf(element: Record<string, unknown>, prefix = ""): Map<string, string> {
  const params = new Map<string, string>();
  for (const [key, value] of Object.entries(element)) {
    if (isJsonObject(value)) for (const [path, text] of paramsOf(value, `${prefix}${key}.`)) params.set(path, text);
    else params.set(prefix + key, typeof value === "string" ? value : JSON.stringify(value));
  }
  return params;
}

/** Replaces `{{name}}`, with a leading dot under goTemplate. What no parameter names stays; under goTemplate it is an error. */
function substitute(value: unknown, params: ReadonlyMap<string, string>, goTemplate: boolean): unknown {
  if (typeof value === "string") {
    return value.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (whole, expression: string) => {
      const name = goTemplate ? expression.replace(/^\./, "") : expression;
      const found = params.get(name);
      if (found !== undefined) return found;
      if (!goTemplate) return whole;
      throw new GenerateError(
        `the template expression {{ ${expression} }} is not supported yet, or names no parameter`,
      );
    });
  }
  if (Array.isArray(value)) return value.map((item) => substitute(item, params, goTemplate));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      String(substitute(key, params, goTemplate)),
      substitute(item, params, goTemplate),
    ]),
  );
}
