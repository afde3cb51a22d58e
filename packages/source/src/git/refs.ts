import fs from "node:fs/promises";
import { type GitHost, runGit } from "./git-command.ts";

/** The commits that names mean: `HEAD`, `refs/heads/…` and `refs/tags/…`, tags followed to what they mark. */
export type Refs = ReadonlyMap<string, string>;

/** What a remote says of itself: its refs, and the branch that `HEAD` is. */
export interface RemoteListing {
  refs: Refs;
  head: string | undefined;
}

/** Reads what `git ls-remote --symref` prints. */
export function parseListing(text: string): RemoteListing {
  const refs = new Map<string, string>();
  let head: string | undefined;
  for (const line of text.split("\n")) {
    const [value = "", name = ""] = line.split("\t");
    if (value.startsWith("ref: ")) {
      if (name === "HEAD") head = value.slice("ref: ".length);
      continue;
    }
    if (!/^[0-9a-f]{40,64}$/.test(value)) continue;
    // An annotated tag comes twice: itself, then with ^{} what it marks.
    if (name === "HEAD" || /^refs\/(heads|tags)\//.test(name)) refs.set(name.replace(/\^\{\}$/, ""), value);
  }
  return { refs, head };
}

/** Reads the refs of a bare repository on this machine, with one git process. */
export async function readLocalRefs(folder: string, host: GitHost): Promise<Refs> {
  const refs = new Map<string, string>();
  const format = "%(refname)%09%(objectname)%09%(*objectname)";
  const text = await runGit(host, ["for-each-ref", `--format=${format}`, "refs/heads", "refs/tags"], { cwd: folder });
  for (const line of text.split("\n")) {
    const [name = "", id = "", marked = ""] = line.split("\t");
    if (name !== "") refs.set(name, marked === "" ? id : marked);
  }
  const head = (await fs.readFile(`${folder}/HEAD`, "utf8")).trim();
  const commit = head.startsWith("ref: ") ? refs.get(head.slice("ref: ".length)) : head;
  if (commit !== undefined) refs.set("HEAD", commit);
  return refs;
}

/** The commit that a branch, a tag or `HEAD` means; a branch wins over a tag of the same name. */
export function lookUp(refs: Refs, name: string): string | undefined {
  return refs.get(`refs/heads/${name}`) ?? refs.get(`refs/tags/${name}`) ?? refs.get(name);
}
