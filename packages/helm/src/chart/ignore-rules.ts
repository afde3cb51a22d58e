import { ChartError } from "./chart-error.ts";
import { parsePathPattern, type PathPattern } from "./path-pattern.ts";

/** Whether a path of a chart's folder is left out. A folder that is left out is not looked into. */
export type IgnoreRules = (path: string, isFolder: boolean) => boolean;

interface Rule {
  matches(path: string): boolean;
  negated: boolean;
  foldersOnly: boolean;
}

/** Reads a `.helmignore`; hidden files in `templates/` are left out in any case. */
export function parseIgnoreRules(text: string): IgnoreRules {
  const rules = [...text.replace(/^\uFEFF/, "").split("\n"), "templates/.?*"].flatMap((line) => parseRule(line) ?? []);
  return (path, isFolder) => {
    if (path === "" || path === "." || path === "./") return false;
    for (const rule of rules) {
      // A negated rule does not bring back: what it does not match is left out.
      if (rule.negated) {
        if ((rule.foldersOnly && !isFolder) || !rule.matches(path)) return true;
      } else if ((!rule.foldersOnly || isFolder) && rule.matches(path)) return true;
    }
    return false;
  };
}

function parseRule(line: string): Rule | undefined {
  let text = line.trim();
  if (text === "" || text.startsWith("#")) return undefined;
  if (text.includes("**")) throw new ChartError("double-star (**) syntax is not supported", { file: ".helmignore" });
  if (!parsePathPattern(text)) throw new ChartError("syntax error in pattern", { file: ".helmignore" });
  const negated = text.startsWith("!");
  if (negated) text = text.slice(1);
  const foldersOnly = text.endsWith("/");
  if (foldersOnly) text = text.slice(0, -1);
  const anchored = text.startsWith("/");
  const pattern = parsePathPattern(anchored ? text.slice(1) : text);
  const whole = text.includes("/");
  return { negated, foldersOnly, matches: (path) => fits(pattern, whole ? path : baseName(path)) };
}

function fits(pattern: PathPattern | undefined, name: string): boolean {
  return pattern?.(name) ?? false;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
