import { type FileTree, FileTreeError } from "@hawser/source";

const VERSION_CONTROL = [".git/", ".gitignore", ".gitmodules", ".gitattributes"];
/** Left out unless the repository or its user says something of their own. */
const DEFAULTS = [
  ...["*.jpg", "*.jpeg", "*.gif", "*.png", "*.wmv", "*.flv", "*.tar.gz", "*.zip"],
  ...[".github/", ".circleci/", ".travis.yml", ".gitlab-ci.yml", "appveyor.yml", ".drone.yml"],
  ...["cloudbuild.yaml", "codeship-services.yml", "codeship-steps.yml"],
  ...["**/.goreleaser.yml", "**/.sops.yaml", "**/.flux.yaml"],
];
const FILE = ".sourceignore";

/** The tree without the files that are no part of an artifact: by Flux's own list, `.sourceignore` and `spec.ignore`. */
export async function withoutIgnoredFiles(tree: FileTree, ignore: string | undefined): Promise<FileTree> {
  const file = await tree.stat(FILE);
  const own = [
    ...linesOf(file?.kind === "file" ? Buffer.from(await tree.readFile(FILE)).toString("utf8") : ""),
    ...linesOf(ignore ?? ""),
  ];
  const isIgnored = matcher([...VERSION_CONTROL, ...(own.length > 0 ? own : DEFAULTS)]);
  return {
    stat: async (path) => {
      const found = await tree.stat(path);
      return found && isIgnored(path, found.kind === "directory") ? undefined : found;
    },
    readFile: (path) =>
      isIgnored(path, false)
        ? Promise.reject(new FileTreeError("not-found", path, `${path}: no such file or directory`))
        : tree.readFile(path),
    list: async (path) =>
      (await tree.list(path)).filter(
        ({ name, kind }) => !isIgnored(path === "" ? name : `${path}/${name}`, kind === "directory"),
      ),
  };
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** Reads patterns as `.gitignore` has them; of several that match, the last decides. */
function matcher(patterns: readonly string[]): (path: string, isDirectory: boolean) => boolean {
  const rules = patterns.map((pattern) => {
    const negated = pattern.startsWith("!");
    const bare = (negated ? pattern.slice(1) : pattern).replace(/^\\/, "");
    const folderOnly = bare.endsWith("/");
    const body = folderOnly ? bare.slice(0, -1) : bare;
    const anchored = body.includes("/");
    const glob = body
      .replace(/^\//, "")
      .split(/(\*\*\/|\/\*\*$|\*|\?)/)
      .map(globPart)
      .join("");
    return { negated, folderOnly, test: new RegExp(`^${anchored ? "" : "(?:.*/)?"}${glob}(/.*)?$`) };
  });
  return (path, isDirectory) => {
    if (path === "") return false;
    let ignored = false;
    for (const { negated, folderOnly, test } of rules) {
      const match = test.exec(path);
      if (match && (!folderOnly || isDirectory || match[1] !== undefined)) ignored = !negated;
    }
    return ignored;
  };
}

function globPart(part: string): string {
  switch (part) {
    case "**/":
      return "(?:.*/)?";
    case "/**":
      return "/.*";
    case "*":
      return "[^/]*";
    case "?":
      return "[^/]";
    default:
      return part.replace(/[.+^${}()|\\]/g, "\\$&");
  }
}
