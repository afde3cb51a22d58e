import type { FlagSet, FlagValues } from "./flags.ts";

/** What a command is given when it runs. */
export interface Invocation {
  readonly args: readonly string[];
  readonly flags: FlagValues;
  /** Ends when the process is told to stop. */
  readonly signal?: AbortSignal;
}

/**
 * A command as Go's command line library has them: it is found, read, explained and refused in that library's ways,
 * because scripts depend on them.
 */
export interface GoCommand {
  readonly name: string;
  /** What follows the name in the usage line; `[flags]` is added where there are flags. */
  readonly usage?: string;
  readonly aliases?: readonly string[];
  readonly short: string;
  readonly long?: string;
  readonly example?: string;
  readonly flags?: FlagSet;
  /** Flags that the commands below take as well. */
  readonly persistentFlags?: FlagSet;
  readonly hidden?: boolean;
  /** The usage line does not end in `[flags]`. */
  readonly hidesFlags?: boolean;
  /** A failure of the command is told without the usage. */
  readonly silenceUsage?: boolean;
  readonly commands?: readonly GoCommand[];
  /** The rest of the command, for those that are loaded when they are called. */
  readonly load?: () => Promise<Partial<GoCommand>>;
  /** Throws for arguments that it does not take; before `run`. */
  readonly checkArgs?: (args: readonly string[], path: string) => void;
  readonly run?: (invocation: Invocation) => void | Promise<void>;
  /** Words that may come next, for the shell. Files when it says nothing. */
  readonly complete?: (args: readonly string[]) => readonly string[];
}

/** A failure whose message is printed as it is, behind `Error: `. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, options: { exitCode?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "CommandError";
    this.exitCode = options.exitCode ?? 1;
  }
}
