import { isMap, isSequence, type Node, readManifests, textOf, YamlError } from "@hawser/goyaml";
import type { PatchEntry, ReplacementEntry, VarEntry } from "../load/kustomization-shape.ts";
import { EditError } from "./edit-error.ts";

type ReplacementTarget = NonNullable<ReplacementEntry["targets"]>[number];

/** A file whose objects may use vars. */
export interface FileWithVars {
  /** As it is written in the kustomization. */
  readonly name: string;
  readonly text: string;
  /** What the replacements select, if the file is a patch; else each object by its own name. */
  readonly patch?: PatchEntry;
}

export interface ConvertedVars {
  readonly replacements: readonly ReplacementEntry[];
  /** The new texts of those files that used vars, in the order of the files. */
  readonly texts: ReadonlyMap<FileWithVars, string>;
}

/**
 * Replacements that do what vars did. Texts that used a var have a placeholder in its stead, for the replacement to
 * put the value there. Throws `EditError` where a var stands between texts that do not delimit it alike: a replacement
 * cannot replace that.
 */
export function varsToReplacements(vars: readonly VarEntry[], files: readonly FileWithVars[]): ConvertedVars {
  const texts = new Map<FileWithVars, string>();
  const documents = files.map((file) => [file, documentsOf(file)] as const);
  const replacements = vars.map((entry): ReplacementEntry => {
    const usage = `$(${entry.name ?? ""})`;
    const targets: ReplacementTarget[] = [];
    for (const [file, nodes] of documents) {
      if (!file.text.includes(usage)) continue;
      for (const node of nodes) targets.push(...targetsIn(node, usage, file));
      texts.set(file, (texts.get(file) ?? file.text).replaceAll(usage, `${entry.name ?? ""}_PLACEHOLDER`));
    }
    return { source: sourceOf(entry), ...(targets.length > 0 && { targets }) };
  });
  return { replacements, texts };
}

function documentsOf({ name, text }: FileWithVars): readonly Node[] {
  if (!text.includes("$(")) return [];
  try {
    return readManifests(text, { file: name }).flatMap(itemsOf);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new EditError(`error with ${name}: ${error.message}`);
  }
}

/** Only this one kind is a list to the real tool here. */
function itemsOf(object: Node): readonly Node[] {
  const items = isMap(object) && textOf(object.get("kind")) === "List" ? object.get("items") : undefined;
  return isSequence(items) ? items.items : [object];
}

function sourceOf({ objref = {}, fieldref }: VarEntry): NonNullable<ReplacementEntry["source"]> {
  const { kind, name, namespace } = objref;
  const fieldPath = fieldref?.fieldPath;
  return given({ ...versionOf(objref.apiVersion ?? ""), kind, name, namespace, fieldPath });
}

function versionOf(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf("/");
  return { group: apiVersion.slice(0, Math.max(0, slash)), version: apiVersion.slice(slash + 1) };
}

/** Without what is empty. */
function given<K extends string>(fields: Record<K, string | undefined>): Partial<Record<K, string>> {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(set) as Partial<Record<K, string>>;
}

function targetsIn(object: Node, usage: string, file: FileWithVars): ReplacementTarget[] {
  const { namespace } = identityOf(object);
  const ofPatch = file.patch && (file.patch.target ?? given({ namespace }));
  const select = ofPatch ?? identityOf(object);
  const targets: ReplacementTarget[] = [];
  const visit = (node: Node, path: readonly string[]): void => {
    if (isMap(node)) {
      for (const [index, key] of node.keys.entries()) visit(node.values[index] as Node, [...path, segmentOf(key.text)]);
    } else if (isSequence(node)) {
      for (const [index, item] of node.items.entries()) visit(item, [...path, String(index)]);
    } else if (node.text.includes(usage)) {
      const options = delimiterOf(node.text, usage, file.name);
      targets.push({ select, fieldPaths: [path.join(".")], ...(options && { options }) });
    }
  };
  visit(object, []);
  return targets;
}

function identityOf(object: Node): NonNullable<ReplacementTarget["select"]> {
  if (!isMap(object)) return {};
  const metadata = object.get("metadata");
  const field = (name: string): string | undefined => (isMap(metadata) ? textOf(metadata.get(name)) : undefined);
  return given({
    ...versionOf(textOf(object.get("apiVersion")) ?? ""),
    kind: textOf(object.get("kind")),
    name: field("name"),
    namespace: field("namespace"),
  });
}

function segmentOf(key: string): string {
  return key.includes(".") ? `[${key}]` : key;
}

/** Which part of a text a var is: nothing when it is all of it. */
function delimiterOf(text: string, usage: string, file: string): ReplacementTarget["options"] | undefined {
  if (text === usage) return undefined;
  const start = text.indexOf(usage);
  const [before, after] = [text.charAt(start - 1), text.charAt(start + usage.length)];
  if (before !== "" && after !== "" && before !== after)
    throw new EditError(`error with ${file}: cannot convert all vars to replacements; ${usage} is not delimited`);
  const delimiter = before === "" ? after : before;
  const parts = text.split(delimiter);
  const index = before === "" ? 0 : after === "" ? parts.length - 1 : text.slice(0, start).split(delimiter).length - 1;
  return { delimiter, ...(index > 0 && { index }) };
}
