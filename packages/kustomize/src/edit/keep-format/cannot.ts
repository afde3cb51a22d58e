import { EditError } from "../edit-error.ts";

/** Why the format cannot be kept. */
export function cannot(reason: string): EditError {
  return new EditError(`cannot keep the format of this file: ${reason}. Try it without --keep-format`);
}
