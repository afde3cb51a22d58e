import path from "node:path";
import {
  type ExplainedChange,
  explain,
  type FieldExplanation,
  findResource,
  KustomizeError,
  type Location,
} from "@hawser/kustomize";
import { CommandError, type GoCommand } from "../../cobra/command.ts";
import { printLine } from "../../output/print.ts";
import { buildError } from "./build-error.ts";
import { buildTarget } from "./build-to-text.ts";

/** Longer values are cut in the text for people. */
const MAX_SHOWN = 60;

/** `kustomize why`: ours alone; says which file, patch or transformer gave a field its value. */
export function whyCommand(): Partial<GoCommand> {
  return {
    usage: "DIR KIND/NAME [FIELD]",
    long: `Say where the value of a field comes from: from the base, over every patch, generator, transformer and
replacement, to the result. Without FIELD, or when it holds others, every field below it is told.`,
    example: `
  kustomize why overlays/production Deployment/shopapi spec.replicas
  kustomize why overlays/production Deployment/shopapi spec.template.spec.containers[name=shopapi].image
  kustomize why overlays/production Deployment.apps/shopapi -o json
`,
    flags: [
      {
        name: "namespace",
        short: "n",
        type: "string",
        usage: "namespace of the object, where the name alone does not tell",
      },
      { name: "output", short: "o", type: "string", usage: "json for programs" },
      { name: "load-restrictor", type: "string", default: "LoadRestrictionsRootOnly", usage: "as for build" },
    ],
    silenceUsage: true,
    run: async ({ args, flags, signal }) => {
      const [folder, object, field = "", ...more] = args;
      if (folder === undefined || object === undefined || more.length > 0)
        throw new CommandError("specify a folder, an object as KIND/NAME, and perhaps a field");
      const output = flags.text("output");
      if (output !== "" && output !== "json") throw new CommandError(`unknown output ${output}; legal values: [json]`);
      const namespace = flags.text("namespace");
      const name = { ...objectName(object), ...(namespace === "" ? {} : { namespace }) };
      const loadRestrictor = flags.text("load-restrictor") === "LoadRestrictionsNone" ? "none" : "rootOnly";
      let explained: FieldExplanation[];
      try {
        const options = { trace: true, loadRestrictor, ...(signal ? { signal } : {}) } as const;
        const { resources } = await buildTarget(folder, options);
        explained = explain(findResource(resources, name), field);
      } catch (error) {
        throw error instanceof KustomizeError ? buildError(error) : error;
      }
      if (output === "json") printLine(JSON.stringify(explained.map(withShownFiles), null, 2));
      else for (const line of shownLines(explained)) printLine(line);
    },
  };
}

/** `Deployment/web` or `Deployment.apps/web`. */
function objectName(text: string): { kind: string; name: string; group?: string } {
  const slash = text.indexOf("/");
  if (slash <= 0 || slash === text.length - 1)
    throw new CommandError(`${text} is no object: write KIND/NAME, such as Deployment/web`);
  const [kind = "", ...group] = text.slice(0, slash).split(".");
  return { kind, name: text.slice(slash + 1), ...(group.length === 0 ? {} : { group: group.join(".") }) };
}

function shownLines(explained: readonly FieldExplanation[]): string[] {
  const [first, ...more] = explained;
  return first && more.length === 0 ? chain(first) : overview(explained);
}

/** One field: a line for each step, from the base to the result. */
function chain({ path: field, value, changes }: FieldExplanation): string[] {
  const rows = changes.map((change) => ({ after: shown(change.after), at: origin(change), what: asked(change) }));
  const [first, second] = [width(rows.map(({ after }) => after)), width(rows.map(({ at }) => at))];
  return [
    value === undefined ? `${field} was removed` : `${field}: ${shown(value)}`,
    "",
    ...rows.map(({ after, at, what }) => `  ${after.padEnd(first)}  ${at.padEnd(second)}  ${what}`.trimEnd()),
  ];
}

/** Many fields: a line for each with its last step. */
function overview(explained: readonly FieldExplanation[]): string[] {
  const rows = explained.map(({ path: field, value, changes }) => {
    const last = changes.at(-1);
    return { field: `${field}: ${shown(value)}`, at: last ? origin(last) : "", what: last?.what ?? "" };
  });
  const [first, second] = [Math.min(width(rows.map(({ field }) => field)), 80), width(rows.map(({ at }) => at))];
  return rows.map(({ field, at, what }) => `${field.padEnd(first)}  ${at.padEnd(second)}  ${what}`.trimEnd());
}

function origin({ at, configuredAt }: ExplainedChange): string {
  const place = at ?? configuredAt;
  return place ? `${shownFile(place.file)}:${place.line}` : "-";
}

/** Which step it was, and where it is asked for when that is another place. */
function asked({ what, at, configuredAt }: ExplainedChange): string {
  return at && configuredAt ? `${what} of ${shownFile(configuredAt.file)}:${configuredAt.line}` : what;
}

function shown(value: unknown): string {
  if (value === undefined) return "(removed)";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const line = text.includes("\n") ? JSON.stringify(text) : text;
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN - 1)}…` : line;
}

function width(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

function withShownFiles(explanation: FieldExplanation): unknown {
  const place = (at: Location | undefined): Location | undefined => at && { ...at, file: shownFile(at.file) };
  return {
    ...explanation,
    changes: explanation.changes.map((change) => ({
      ...change,
      at: place(change.at),
      configuredAt: place(change.configuredAt),
    })),
  };
}

/** Files of this machine as they are called from here; addresses stay as they are. */
function shownFile(file: string): string {
  if (/^[a-z]+:\/\//.test(file)) return file;
  const relative = path.relative(process.cwd(), path.resolve("/", file));
  return relative.startsWith(`..${path.sep}..${path.sep}..`) ? path.resolve("/", file) : relative;
}
