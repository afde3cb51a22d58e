/** A failure that the user can do something about: printed without a stack, ends the command with its exit code. */
export class CliError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = "CliError";
    this.exitCode = exitCode;
  }
}

/** Argo CD's generic failure. */
export const GENERIC_FAILURE = 20;
