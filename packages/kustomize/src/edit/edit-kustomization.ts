import { readNodes, writeYaml, YamlError } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { KUSTOMIZATION } from "../load/kustomization-shape.ts";
import { decodeStruct } from "../load/struct-decoder.ts";
import { EditError } from "./edit-error.ts";
import { type EditedKustomization, FIELD_ORDER, type FieldName } from "./edited-kustomization.ts";
import { fieldBlocks } from "./field-blocks.ts";
import { fixFields } from "./fix-fields.ts";
import { rewriteInPlace } from "./keep-format/rewrite-in-place.ts";
import { marshalField } from "./marshal.ts";

export interface ChangeContext {
  /** Lists keep their order and what else a change of the real tool would tidy up. */
  readonly keepFormat: boolean;
  /** The name of the file. */
  readonly file: string;
  /** Something to be told that is no failure. */
  readonly note: (message: string) => void;
}

/**
 * One edit. Answers with false when there is nothing to write; the text then stays as it is. Throws `EditError`.
 *
 * Lists and maps of the kustomization are replaced, never changed.
 */
export type KustomizationChange = (kustomization: EditedKustomization, context: ChangeContext) => boolean | void;

export interface EditOptions {
  /** Change the value and nothing else: comments, order, quotes, indentation and line ends stay. */
  keepFormat?: boolean;
  /** Path of the file, for messages. */
  file?: string;
}

export interface EditResult {
  readonly text: string;
  /** False when the edit found nothing to do, and nothing is to be written. */
  readonly isWritten: boolean;
  readonly notes: readonly string[];
  readonly kustomization: EditedKustomization;
}

/**
 * Edits the text of a kustomization file as `kustomize edit` does: the fields are written anew, with the comments that
 * stood above them. With `keepFormat`, only what the change is about is touched.
 *
 * Throws `EditError`; for a text that is no kustomization `KustomizeError` with the place.
 */
export function editKustomization(text: string, change: KustomizationChange, options: EditOptions = {}): EditResult {
  const { keepFormat = false, file = "kustomization.yaml" } = options;
  const notes: string[] = [];
  const context: ChangeContext = { keepFormat, file, note: (message) => notes.push(message) };
  const kustomization = decodeKustomization(text, file);
  if (keepFormat) {
    refuseDeprecated(kustomization, change, context);
    // Changes replace lists and maps, so a copy of the fields is enough.
    const before = { ...kustomization };
    if (change(kustomization, context) === false) return { text, isWritten: false, notes, kustomization };
    const rewritten = rewriteInPlace(text, before, kustomization, (changed) => decodeKustomization(changed, file));
    return { text: rewritten, isWritten: true, notes, kustomization };
  }
  fixFields(kustomization);
  if (change(kustomization, context) === false) return { text, isWritten: false, notes, kustomization };
  return { text: writeKustomization(text, kustomization), isWritten: true, notes, kustomization };
}

/** The text of a new kustomization file. */
export function newKustomizationText(kustomization: EditedKustomization): string {
  fixFields(kustomization);
  return writeKustomization("", kustomization);
}

/** Reads the fields of a text. An empty text has none. Throws `KustomizeError` as the real tool does when it edits. */
export function decodeKustomization(text: string, file = "kustomization.yaml"): EditedKustomization {
  try {
    // Go's library reads the first document and ignores what follows.
    const [document] = readNodes(text, { dialect: "v2", file });
    if (document === undefined) return {};
    return decodeStruct(document, KUSTOMIZATION, { rules: "json", prefix: "invalid Kustomization: " });
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new KustomizeError("malformed-yaml", `invalid Kustomization: ${error.message}`, {
      file,
      ...(error.line === undefined ? {} : { line: error.line }),
      cause: error,
    });
  }
}

function writeKustomization(before: string, kustomization: EditedKustomization): string {
  const blocks = fieldBlocks(before);
  const written = new Set(blocks.map(({ field }) => field));
  return [
    ...blocks.map(({ field, comments }) => comments + fieldText(kustomization, field)),
    ...FIELD_ORDER.filter((field) => !written.has(field)).map((field) => fieldText(kustomization, field)),
  ].join("");
}

function fieldText(kustomization: EditedKustomization, field: FieldName): string {
  const value = marshalField(kustomization, field);
  return value === undefined ? "" : writeYaml({ [field]: value });
}

/** A change of a field whose deprecated form is in the file would be made to half of what the file says. */
function refuseDeprecated(
  kustomization: EditedKustomization,
  change: KustomizationChange,
  context: ChangeContext,
): void {
  const deprecated = DEPRECATED.filter(([field]) => (kustomization[field]?.length ?? 0) > 0);
  if (deprecated.length === 0) return;
  const before = { ...kustomization };
  fixFields(before);
  const after = { ...before };
  change(after, { ...context, note: () => {} });
  const written = { ...kustomization };
  change(written, { ...context, note: () => {} });
  for (const [field, instead] of deprecated) {
    if (written[field] === kustomization[field] && after[instead] !== before[instead]) {
      throw new EditError(
        `cannot keep the format of this file: it says ${field}, which is ${instead} now. Run \`kustomize edit fix\` first`,
      );
    }
  }
}

const DEPRECATED = [
  ["imageTags", "images"],
  ["bases", "resources"],
] as const;
