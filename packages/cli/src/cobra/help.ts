import type { GoCommand } from "./command.ts";
import { type Flag, type FlagSet, HELP_FLAG } from "./flags.ts";

/** A command with those above it, the outermost first. */
export type CommandPath = readonly GoCommand[];

export function pathText(path: CommandPath): string {
  return path.map(({ name }) => name).join(" ");
}

/** All flags that a command takes. */
export function flagsOf(path: CommandPath): FlagSet {
  return [...ownFlags(path), ...inheritedFlags(path)];
}

function ownFlags(path: CommandPath): FlagSet {
  const command = path.at(-1) as GoCommand;
  return [...(command.flags ?? []), ...(command.persistentFlags ?? []), helpFlag(command)];
}

function inheritedFlags(path: CommandPath): FlagSet {
  return path.slice(0, -1).flatMap(({ persistentFlags }) => persistentFlags ?? []);
}

/** What `--help` prints. */
export function helpText(path: CommandPath): string {
  const command = path.at(-1) as GoCommand;
  const about = (command.long ?? command.short).trimEnd();
  return `${about === "" ? "" : `${about}\n\n`}${usageText(path)}`;
}

/** What is printed below an error. */
export function usageText(path: CommandPath): string {
  const command = path.at(-1) as GoCommand;
  const children = (command.commands ?? []).filter(({ hidden }) => hidden !== true);
  const name = pathText(path);
  let text = "Usage:";
  if (command.run) text += `\n  ${usageLine(path)}`;
  if (children.length > 0) text += `\n  ${name} [command]`;
  if (command.aliases) text += `\n\nAliases:\n  ${[command.name, ...command.aliases].join(", ")}`;
  if (command.example !== undefined) text += `\n\nExamples:\n${command.example}`;
  if (children.length > 0) {
    const width = Math.max(11, ...(command.commands ?? []).map((child) => child.name.length));
    text += "\n\nAvailable Commands:";
    for (const child of children.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
      text += `\n  ${child.name.padEnd(width)} ${child.short}`;
  }
  text += `\n\nFlags:\n${flagTable(ownFlags(path).filter(isShown))}`;
  const inherited = inheritedFlags(path).filter(isShown);
  if (inherited.length > 0) text += `\n\nGlobal Flags:\n${flagTable(inherited)}`;
  if (children.length > 0) text += `\n\nUse "${name} [command] --help" for more information about a command.`;
  return `${text}\n`;
}

function helpFlag(command: GoCommand): Flag {
  return { ...HELP_FLAG, usage: `help for ${command.name}` };
}

function usageLine(path: CommandPath): string {
  const command = path.at(-1) as GoCommand;
  const line = command.usage === undefined ? pathText(path) : `${pathText(path)} ${command.usage}`;
  return line.includes("[flags]") || command.hidesFlags === true ? line : `${line} [flags]`;
}

function isShown(flag: Flag): boolean {
  return flag.hidden !== true && flag.deprecated === undefined;
}

const TYPE_NAMES = { string: " string", bool: "", stringArray: " stringArray", strings: " strings", int: " int" };

function flagTable(flags: FlagSet): string {
  const rows = flags
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((flag) => ({
      left: `  ${flag.short === undefined ? "    " : `-${flag.short}, `}--${flag.name}${TYPE_NAMES[flag.type]}`,
      right: flag.usage + defaultText(flag),
    }));
  const width = Math.max(...rows.map(({ left }) => left.length));
  return rows
    .map(({ left, right }) => `${left.padEnd(width)}   ${right.replaceAll("\n", `\n${" ".repeat(width + 3)}`)}`)
    .join("\n");
}

function defaultText(flag: Flag): string {
  if (flag.default === undefined || flag.default === "" || flag.default === "false") return "";
  return flag.type === "string" ? ` (default ${JSON.stringify(flag.default)})` : ` (default ${flag.default})`;
}
