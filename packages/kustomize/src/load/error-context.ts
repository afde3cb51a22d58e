import { type NodePlace, YamlError } from "@hawser/goyaml";
import { KustomizeError, type KustomizeErrorCode } from "../kustomize-error.ts";

/** The same error with more said around its message; what says nothing of what was read stays as it is. */
export function withMessage(thrown: unknown, message: (inner: string) => string): unknown {
  const error = asKustomizeError(thrown);
  return error instanceof KustomizeError ? rebuilt(error, message(error.message), error) : error;
}

/** The same error, known by another code. */
export function withCode(error: unknown, code: KustomizeErrorCode): unknown {
  if (!(error instanceof KustomizeError)) return error;
  const { file, line, column } = error;
  return rebuilt(new KustomizeError(code, error.message, { cause: error }), error.message, { file, line, column });
}

/** What is wrong with a text of YAML, as an error of a build; other errors stay as they are. */
export function asKustomizeError(error: unknown): unknown {
  return fromYamlError(error, (message) => message);
}

/** What is wrong with a text of YAML, in the words that the message is put into; other errors stay as they are. */
export function fromYamlError(error: unknown, message: (inner: string) => string): unknown {
  if (!(error instanceof YamlError)) return error;
  return rebuilt(new KustomizeError("malformed-yaml", error.message, { cause: error }), message(error.message), error);
}

/** The same error with a place, unless it has one. */
export function withPlace(thrown: unknown, place: NodePlace | undefined): unknown {
  const error = asKustomizeError(thrown);
  if (!(error instanceof KustomizeError) || error.line !== undefined || place === undefined) return error;
  if (error.file !== undefined && error.file !== place.source.file) return error;
  return rebuilt(error, error.message, {
    file: place.source.file,
    line: place.line,
    column: place.column,
  });
}

function rebuilt(
  error: KustomizeError,
  message: string,
  { file, line, column }: { file?: string | undefined; line?: number | undefined; column?: number | undefined },
): KustomizeError {
  return new KustomizeError(error.code, message, {
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    cause: error.cause ?? error,
  });
}
