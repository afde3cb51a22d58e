import { runeCount } from "../values/text.ts";

/** What stands between `%` and the verb. */
export interface Spec {
  minus: boolean;
  plus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** `%+v`: structs with the names of their fields. */
  plusV: boolean;
  /** `%#v`: Go syntax. */
  sharpV: boolean;
  /** Inside of the text about a verb that does not suit: what values say of themselves does not count. */
  erroring?: boolean;
  /** -1 for none. */
  width: number;
  /** -1 for none. */
  precision: number;
}

/** A verb with nothing between. */
export function plainSpec(): Spec {
  return {
    minus: false,
    plus: false,
    sharp: false,
    space: false,
    zero: false,
    plusV: false,
    sharpV: false,
    width: -1,
    precision: -1,
  };
}

/** Fills up to the width: in front, or behind for `-`; with zeros for `0`. */
export function pad(text: string, spec: Spec): string {
  if (spec.width < 0) return text;
  const missing = spec.width - runeCount(text);
  if (missing <= 0) return text;
  if (spec.minus) return text + " ".repeat(missing);
  return (spec.zero ? "0" : " ").repeat(missing) + text;
}

/** The same, never with zeros. */
export function padWithSpaces(text: string, spec: Spec): string {
  return spec.zero ? pad(text, { ...spec, zero: false }) : pad(text, spec);
}
