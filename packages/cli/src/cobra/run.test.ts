import { expect, test } from "vitest";
import { CommandError, type GoCommand } from "./command.ts";
import { runProgram } from "./run.ts";

const program: GoCommand = {
  name: "tool",
  short: "",
  long: "A tool.",
  persistentFlags: [{ name: "trace", type: "bool", usage: "trace it" }],
  commands: [
    {
      name: "show",
      usage: "[NAME]",
      short: "Show something",
      flags: [
        { name: "output", short: "o", type: "string", default: "text", usage: "how to show it" },
        { name: "all", short: "a", type: "bool", usage: "show all" },
        { name: "label", type: "stringArray", usage: "a label" },
        { name: "file", type: "strings", usage: "files" },
        { name: "old", type: "bool", usage: "", deprecated: "use nothing" },
      ],
      run: ({ args, flags }) => {
        if (args[0] === "nothing") throw new CommandError("there is nothing");
        said = [args, flags.text("output"), flags.bool("all"), flags.list("label"), flags.list("file")];
      },
    },
    {
      name: "set",
      aliases: ["put"],
      short: "Set something",
      commands: [{ name: "name", short: "Set a name", run: () => {} }],
    },
    { name: "later", short: "Loaded when called", load: () => Promise.resolve({ run: () => void (said = "loaded") }) },
  ],
};
let said: unknown;

async function run(...words: string[]): Promise<{ status: number; out: string; error: string }> {
  const written = { out: "", error: "" };
  said = undefined;
  const status = await runProgram(program, words, {
    out: (text) => void (written.out += text),
    error: (text) => void (written.error += text),
  });
  return { status, ...written };
}

test.each([
  [
    ["show", "a", "-o", "json", "b"],
    [["a", "b"], "json", false, [], []],
  ],
  [
    ["show", "-ojson", "-a"],
    [[], "json", true, [], []],
  ],
  [
    ["show", "-ao=x"],
    [[], "x", true, [], []],
  ],
  [
    ["--trace", "show", "--all=false", "--output=a=b"],
    [[], "a=b", false, [], []],
  ],
  [
    ["show", "--label", "a,b", "--label=c", "--file", 'a,"b,c"', "--file=d"],
    [[], "text", false, ["a,b", "c"], ["a", "b,c", "d"]],
  ],
  [
    ["show", "--", "-a", "--nope"],
    [["-a", "--nope"], "text", false, [], []],
  ],
])("%j", async (words, want) => {
  await run(...words);
  expect(said).toEqual(want);
});

test.each([
  [["show", "--nope"], "unknown flag: --nope"],
  [["show", "-xa"], "unknown shorthand flag: 'x' in -xa"],
  [["show", "-o"], "flag needs an argument: 'o' in -o"],
  [["show", "--output"], "flag needs an argument: --output"],
  [
    ["show", "--all=maybe"],
    'invalid argument "maybe" for "-a, --all" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
  ],
  [["show", "---all"], "bad flag syntax: ---all"],
  [["show", "nothing"], "there is nothing"],
])("%j fails with the usage below", async (words, message) => {
  const { status, out, error } = await run(...words);
  expect({ status, out, first: error.split("\n").slice(0, 3) }).toEqual({
    status: 1,
    out: "",
    first: [`Error: ${message}`, "Usage:", "  tool show [NAME] [flags]"],
  });
});

test("a command that is none gets a hint", async () => {
  expect(await run("shov")).toEqual({
    status: 1,
    out: "",
    error: 'Error: unknown command "shov" for "tool"\n\nDid you mean this?\n\tshow\n\nRun \'tool --help\' for usage.\n',
  });
});

test("a group of commands explains itself", async () => {
  const { status, out } = await run("put", "nope");
  expect({ status, out }).toEqual({
    status: 0,
    out: `Set something

Usage:
  tool set [command]

Aliases:
  set, put

Available Commands:
  name        Set a name

Flags:
  -h, --help   help for set

Global Flags:
      --trace   trace it

Use "tool set [command] --help" for more information about a command.
`,
  });
});

test("the flags of a command, but not those that are deprecated", async () => {
  const { out } = await run("show", "--help");
  expect(out).toContain(`Flags:
  -a, --all                 show all
      --file strings        files
  -h, --help                help for show
      --label stringArray   a label
  -o, --output string       how to show it (default "text")
`);
  expect((await run("show", "--old")).error).toBe("Flag --old has been deprecated, use nothing\n");
});

test("a command that is loaded when it is called", async () => {
  await run("later");
  expect(said).toBe("loaded");
});

test("words for the shell", async () => {
  expect((await run("__complete", "s")).out).toBe("show\tShow something\nset\tSet something\n:4\n");
  expect((await run("__complete", "show", "--o")).out).toBe("--output\thow to show it\n:4\n");
  expect((await run("__complete", "show", "")).out).toBe(":0\n");
});
