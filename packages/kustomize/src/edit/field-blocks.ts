import { FIELD_ORDER, type FieldName } from "./edited-kustomization.ts";

/** A field of a file as the real tool finds it, with the comments and blank lines that it keeps above it. */
export interface FieldBlock {
  readonly field: FieldName;
  readonly comments: string;
}

const BY_LOWER_CASE = new Map(FIELD_ORDER.map((field) => [field.toLowerCase(), field]));

/**
 * Finds the fields by their lines, as the real tool does: it knows nothing of YAML. A line that starts with the name of
 * a field and a colon opens it. Comments and blank lines before that line belong to the field; those inside of what
 * follows go above the field as well, even when they are part of a text. Other comments are lost.
 */
export function fieldBlocks(text: string): FieldBlock[] {
  const blocks: { field: FieldName; comments: string }[] = [];
  let pending = "";
  // A last line without its line break is not looked at.
  for (const line of text.split("\n").slice(0, -1)) {
    const trimmed = line.replaceAll(/^ +| +$/g, "");
    if (trimmed === "" || trimmed.startsWith("#")) {
      pending += `${line}\n`;
      continue;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? undefined : BY_LOWER_CASE.get(line.slice(0, colon).toLowerCase());
    const current = blocks.at(-1);
    if (field) blocks.push({ field, comments: pending });
    else if (current) current.comments += pending;
    else continue;
    pending = "";
  }
  return blocks;
}
