import { readYaml, YamlError } from "@hawser/goyaml";
import { isJsonObject, type KubeObject } from "@hawser/kube";
import { KustomizeError } from "../kustomize-error.ts";
import { lineOfDocument, placed } from "./places.ts";

/** Reads the objects of a file; Lists are taken apart, after the other documents. Throws with file and line. */
export function readResources(text: string, file: string): KubeObject[] {
  let documents: unknown[];
  try {
    documents = readYaml(text, { dialect: "v3" });
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new KustomizeError("malformed-yaml", `MalformedYAMLError: ${error.message} in File: ${file}`, {
      file,
      ...(error.line === undefined ? {} : { line: error.line }),
      cause: error,
    });
  }
  const objects: KubeObject[] = [];
  const fromLists: KubeObject[] = [];
  for (const document of documents) {
    let object: KubeObject | undefined;
    try {
      object = checked(document, file);
    } catch (error) {
      const shown = JSON.stringify(document);
      const line = lineOfDocument(text, (other) => JSON.stringify(other) === shown);
      throw placed(error, { file, ...(line === undefined ? {} : { line }) });
    }
    if (!object) continue;
    if (!object.kind.endsWith("List") || !("items" in object)) objects.push(object);
    else for (const item of Array.isArray(object.items) ? object.items : []) fromLists.push(...listItem(item, file));
  }
  return [...objects, ...fromLists];
}

/** Tells a document that holds an object of the same kind and name, or a List with it. */
export function sameAs({ kind, metadata }: KubeObject): (document: unknown) => boolean {
  const isSame = (other: unknown): boolean =>
    isJsonObject(other) &&
    ((other.kind === kind && isJsonObject(other.metadata) && other.metadata.name === metadata.name) ||
      (Array.isArray(other.items) && other.items.some(isSame)));
  return isSame;
}

function listItem(item: unknown, file: string): KubeObject[] {
  const object = checked(item, file);
  return object ? [object] : [];
}

function checked(document: unknown, file: string): KubeObject | undefined {
  if (document === null || document === undefined) return undefined;
  if (!isJsonObject(document))
    throw new KustomizeError("malformed-yaml", `a document of ${file} is no object, but ${JSON.stringify(document)}`, {
      file,
    });
  if (Object.keys(document).length === 0) return undefined;
  const shown = (): string => JSON.stringify(document);
  if (typeof document.kind !== "string" || document.kind === "")
    throw new KustomizeError("malformed-yaml", `missing kind in object ${shown()}`, { file });
  const metadata = isJsonObject(document.metadata) ? document.metadata : {};
  if (!document.kind.endsWith("List") && (typeof metadata.name !== "string" || metadata.name === ""))
    throw new KustomizeError("malformed-yaml", `missing metadata.name in object ${shown()}`, { file });
  for (const field of ["labels", "annotations"]) if (metadata[field] === null) delete metadata[field];
  document.metadata = metadata;
  return document as unknown as KubeObject;
}
