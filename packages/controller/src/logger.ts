export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log. Callers never put secret values into it. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  with(fields: LogFields): Logger;
}

/** Logs nothing. */
export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  with: () => silentLogger,
};

/** An error as log fields. */
export function errorFields(error: unknown): LogFields {
  return { error: error instanceof Error ? error.message : String(error) };
}
