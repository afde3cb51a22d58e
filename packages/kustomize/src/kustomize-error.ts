export type KustomizeErrorCode =
  | "no-kustomization"
  | "malformed-yaml"
  | "invalid-kustomization"
  | "not-found"
  | "security"
  | "cycle"
  | "duplicate-id"
  | "generator"
  | "patch"
  | "transformer"
  | "invalid-path"
  | "unsupported";

/** Why a build failed; `file` is a path in the tree, `line` and `column` count from 1. */
export class KustomizeError extends Error {
  readonly code: KustomizeErrorCode;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** What the real one printed on its error stream before it failed. */
  readonly warnings: readonly string[];

  constructor(
    code: KustomizeErrorCode,
    message: string,
    place: { file?: string; line?: number; column?: number; cause?: unknown; warnings?: readonly string[] } = {},
  ) {
    super(message, place.cause === undefined ? undefined : { cause: place.cause });
    this.name = "KustomizeError";
    this.code = code;
    this.file = place.file;
    this.line = place.line;
    this.column = place.column;
    this.warnings = place.warnings ?? [];
  }
}
