/** Where in a template something went wrong. */
export interface TemplatePlace {
  /** The file, by the name that it was parsed under. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 0-based, in bytes, as Go counts; errors of parsing have none. */
  readonly column?: number;
}

/** What kind of error it is. */
export type TemplateErrorCode = "parse" | "execute" | "limit" | "stopped";

/**
 * An error of parsing or running a template. `message` is Go's own text, `template: FILE:LINE:COL: executing …`;
 * the rest is the same in parts.
 */
export class TemplateError extends Error {
  override name = "TemplateError";
  readonly code: TemplateErrorCode;
  readonly place: TemplatePlace;
  /** What is wrong, without the place. */
  readonly reason: string;
  /** The template that ran, where it is not the whole file, and the text of the node. */
  readonly executing: { readonly template: string; readonly node: string } | undefined;

  constructor(
    code: TemplateErrorCode,
    message: string,
    place: TemplatePlace,
    reason: string,
    executing?: { readonly template: string; readonly node: string },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.place = place;
    this.reason = reason;
    this.executing = executing;
  }
}
