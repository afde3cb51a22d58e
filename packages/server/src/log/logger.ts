import type { LogFields, Logger } from "@hawser/controller";
import { destination, type Logger as Pino, pino } from "pino";

/** A logger that writes JSON lines to a file, or to the screen's error stream where no file is named. */
export function createLogger(options: { level: string; file?: string }): Logger {
  const target = destination({ dest: options.file ?? 2, sync: true, mkdir: true });
  return wrap(pino({ level: options.level, base: null }, target));
}

function wrap(log: Pino): Logger {
  const at =
    (level: "debug" | "info" | "warn" | "error") =>
    (message: string, fields: LogFields = {}): void =>
      log[level](fields, message);
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    with: (fields) => wrap(log.child(fields)),
  };
}
