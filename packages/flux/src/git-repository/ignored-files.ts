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
  const isIgnored = matcherOf([...VERSION_CONTROL, ...(own.length > 0 ? own : DEFAULTS)]);
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

type Matcher = (path: string, isDirectory: boolean) => boolean;
const matchers = new Map<string, Matcher>();

/** Most repositories have the same patterns. */
function matcherOf(patterns: readonly string[]): Matcher {
  const key = patterns.join("\n");
  let found = matchers.get(key);
  if (!found) {
    if (matchers.size >= 100) matchers.clear();
    found = createMatcher(patterns);
    matchers.set(key, found);
  }
  return found;
}

/** Reads patterns as `.gitignore` has them; of several that match, the last decides. */
function createMatcher(patterns: readonly string[]): Matcher {
  const rules = patterns.map((pattern) => {
    const negated = pattern.startsWith("!");
    const bare = (negated ? pattern.slice(1) : pattern).replace(/^\\/, "");
    const folderOnly = bare.endsWith("/");
    const body = folderOnly ? bare.slice(0, -1) : bare;
    const glob = body
      .replace(/^\//, "")
      .split(/(\*\*\/|\/\*\*$|\*|\?)/)
      .map(globPart)
      .join("");
    return { negated, folderOnly, source: `${body.includes("/") ? "" : "(?:.*/)?"}${glob}` };
  });
  // Rules in a row that say the same are one expression: every file of every build is asked about.
  const groups: { negated: boolean; file: RegExp; folder: RegExp }[] = [];
  for (let from = 0; from < rules.length;) {
    const negated = rules[from]?.negated === true;
    const until = rules.findIndex((rule, index) => index > from && rule.negated !== negated);
    const group = rules.slice(from, until < 0 ? rules.length : until);
    from += group.length;
    const any = group.map(({ source }) => `${source}(?:/.*)?`).join("|");
    const files = group.map(({ source, folderOnly }) => `${source}${folderOnly ? "/.*" : "(?:/.*)?"}`).join("|");
    groups.push({ negated, file: new RegExp(`^(?:${files})$`), folder: new RegExp(`^(?:${any})$`) });
  }
  return (path, isDirectory) => {
    if (path === "") return false;
    const last = groups.findLast(({ file, folder }) => (isDirectory ? folder : file).test(path));
    return last !== undefined && !last.negated;
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
