import { CliError, GENERIC_FAILURE } from "../../cli-error.ts";

/** One `--resource` of the command line. `*` stands for any. */
export interface ResourceSelector {
  group: string;
  kind: string;
  namespace: string;
  name: string;
  exclude: boolean;
}

/** Parses `[!]GROUP:KIND:[NAMESPACE/]NAME`. */
export function parseResourceSelectors(texts: readonly string[]): ResourceSelector[] {
  return texts.map((text) => {
    const exclude = text.startsWith("!");
    const parts = (exclude ? text.slice(1) : text).split(":");
    const [group, kind, last] = parts;
    if (parts.length !== 3 || group === undefined || kind === undefined || last === undefined) {
      throw new CliError(`Resource should have GROUP:KIND:NAME, but instead got: ${text}`, GENERIC_FAILURE);
    }
    const slash = last.indexOf("/");
    return { group, kind, namespace: slash < 0 ? "*" : last.slice(0, slash), name: last.slice(slash + 1), exclude };
  });
}

/** True for what is included (or nothing is) and not excluded. */
export function resourceFilter(
  selectors: readonly ResourceSelector[],
): (resource: { group: string; kind: string; namespace: string; name: string }) => boolean {
  const includes = selectors.filter((selector) => !selector.exclude);
  const excludes = selectors.filter((selector) => selector.exclude);
  return (resource) => {
    const fits = (selector: ResourceSelector): boolean =>
      (["group", "kind", "namespace", "name"] as const).every(
        (key) => selector[key] === "*" || selector[key] === resource[key],
      );
    return (includes.length === 0 || includes.some(fits)) && !excludes.some(fits);
  };
}
