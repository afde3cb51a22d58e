import { memoryTree } from "@hawser/source";
import { expect, test } from "vitest";
import { withoutIgnoredFiles } from "./ignored-files.ts";

const paths = [
  ".github/workflows/ci.yaml",
  ".gitignore",
  "app/.github/x.yaml",
  "app/a.yaml",
  "app/deep/b.yaml",
  "docs/logo.png",
  "docs/readme.yaml",
];
const files = Object.fromEntries(paths.map((path) => [path, "x: y\n"]));

test.each<[string, string | undefined, Record<string, string>, string[]]>([
  ["Flux's own list", undefined, {}, ["app/a.yaml", "app/deep/b.yaml", "docs/readme.yaml"]],
  [
    "a list of one's own replaces it",
    "/docs/\n",
    {},
    [".github/workflows/ci.yaml", "app/.github/x.yaml", "app/a.yaml", "app/deep/b.yaml"],
  ],
  ["all but one folder", "/*\n!/app\n", {}, ["app/.github/x.yaml", "app/a.yaml", "app/deep/b.yaml"]],
  ["a pattern over folders", "# a comment\n**/deep/*.yaml\n.github/\ndocs\n", {}, ["app/a.yaml"]],
  [
    "a file in the repository",
    undefined,
    { ".sourceignore": "app\n.github/\ndocs/*.png\n" },
    [".sourceignore", "docs/readme.yaml"],
  ],
])("%s", async (_name, ignore, more, want) => {
  const tree = await withoutIgnoredFiles(memoryTree({ ...files, ...more }), ignore);
  const found: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const { name, kind } of await tree.list(folder)) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (kind === "directory") await walk(path);
      else found.push(path);
    }
  };
  await walk("");
  expect(found.sort()).toEqual(want);
  for (const path of paths) expect([path, (await tree.stat(path)) !== undefined]).toEqual([path, want.includes(path)]);
});
