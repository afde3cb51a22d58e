/** Where in a text something is wrong; line and column count from 1. */
export interface ErrorPlace {
  readonly file?: string | undefined;
  readonly line: number;
  readonly column: number;
}

/**
 * Text that is no YAML, or a value that YAML cannot carry.
 *
 * The message is that of Go's library, with the line that the library names, which is often the one before or the
 * one where the enclosing list began. `line` and `column` say where the fault really is; they count from 1.
 */
export class YamlError extends Error {
  /** The message without `yaml:` and line. */
  readonly reason: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;

  /** `statedLine` is the line that the message names; 0 names none. */
  constructor(reason: string, place?: ErrorPlace, statedLine: number = place?.line ?? 0) {
    super(statedLine > 0 ? `yaml: line ${statedLine}: ${reason}` : `yaml: ${reason}`);
    this.name = "YamlError";
    this.reason = reason;
    this.file = place?.file;
    this.line = place?.line;
    this.column = place?.column;
  }
}

/** An error whose message does not begin with `yaml:`, as where Kustomize itself or Go's JSON speaks. */
export function bareYamlError(message: string, place?: ErrorPlace): YamlError {
  const error = new YamlError(message, place, 0);
  error.message = message;
  return error;
}
