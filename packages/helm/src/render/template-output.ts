import { ChartError } from "../chart/chart-error.ts";
import { parsePathPattern } from "../chart/path-pattern.ts";
import { splitManifests } from "./manifests.ts";
import type { RenderedChart } from "./render-chart.ts";

/** What `helm template` is asked to print. */
export interface TemplateOutputOptions {
  includeCrds?: boolean;
  noHooks?: boolean;
  skipTests?: boolean;
  /** Paths below the chart's folder, patterns allowed; only what came from these is printed, in their order. */
  showOnly?: readonly string[];
}

/** The text that `helm template` prints. Throws where nothing came from a path of `showOnly`. */
export function templateOutput(rendered: RenderedChart, options: TemplateOutputOptions = {}): string {
  const { manifests, hooks, crds } = rendered;
  let text = "";
  const add = (path: string, content: string): void => {
    text += `---\n# Source: ${path}\n${content}\n`;
  };
  if (options.includeCrds) for (const { path, content } of crds) add(path, content);
  for (const { path, content } of manifests) add(path, content);
  text = `${trimSpace(text)}\n`;
  if (!options.noHooks) {
    for (const { path, content, events } of hooks) {
      if (options.skipTests && events.includes("test")) continue;
      add(path, content);
    }
  }
  return options.showOnly && options.showOnly.length > 0 ? onlyFrom(text, options.showOnly) : text;
}

function trimSpace(text: string): string {
  return text.trim();
}

function onlyFrom(text: string, paths: readonly string[]): string {
  const documents = splitManifests(text);
  const chosen: string[] = [];
  for (const path of paths) {
    const pattern = parsePathPattern(path);
    const found = documents.filter((document) => {
      const source = /^# Source: [^/\n]+\/(.+)$/m.exec(document)?.[1];
      return source !== undefined && pattern?.(source);
    });
    if (found.length === 0) throw new ChartError(`could not find template ${path} in chart`);
    chosen.push(...found);
  }
  return chosen.map((document) => `---\n${document}\n`).join("");
}
