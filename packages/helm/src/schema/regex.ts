import { GoError, sprigFunctions } from "@hawser/gotemplate";

// Sprig's own function: RE2, so a hostile expression costs no more than any other, and what was compiled is remembered.
const match = sprigFunctions({ now: () => 0n, random: () => new Uint8Array() }).get("mustRegexMatch")?.call as
  | ((pattern: string, text: string) => boolean)
  | undefined;

/** Whether the expression is found in the text; false for one that cannot be read. */
export function regexMatches(pattern: string, text: string): boolean {
  try {
    return match?.(pattern, text) ?? false;
  } catch (error) {
    if (error instanceof GoError) return false;
    throw error;
  }
}

/** What Go says of an expression that it cannot read. */
export function regexError(pattern: string): string | undefined {
  try {
    match?.(pattern, "");
    return undefined;
  } catch (error) {
    if (error instanceof GoError) return error.message;
    throw error;
  }
}
