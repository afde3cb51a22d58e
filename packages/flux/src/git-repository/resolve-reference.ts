import { type GitRepository as Repository, RevisionError } from "@hawser/source";
import type { GitRepositorySpec } from "../api/git-repository.ts";
import { newestInRange } from "./semver-range.ts";

/** The commit that a reference means, and Flux's words for it: `main@sha1:5bf3a8f9…`. */
export async function resolveReference(
  repository: Repository,
  ref: NonNullable<GitRepositorySpec["ref"]>,
): Promise<{ commit: string; revision: string }> {
  if (isSet(ref.commit)) {
    const commit = await find(repository, ref.commit, `object not found`);
    return { commit, revision: isSet(ref.branch) ? `${ref.branch}@sha1:${commit}` : `sha1:${commit}` };
  }
  if (isSet(ref.name)) return named(repository, ref.name, ref.name);
  if (isSet(ref.semver)) {
    const tags = [...(await repository.refs()).keys()].flatMap((name) =>
      name.startsWith("refs/tags/") ? [name.slice("refs/tags/".length)] : [],
    );
    const tag = newestInRange(tags, ref.semver);
    if (tag === undefined) throw new Error(`no match found for semver: ${ref.semver}`);
    return named(repository, `refs/tags/${tag}`, tag);
  }
  if (isSet(ref.tag)) return named(repository, `refs/tags/${ref.tag}`, ref.tag);
  const branch = isSet(ref.branch) ? ref.branch : "master";
  return named(repository, `refs/heads/${branch}`, branch);
}

async function named(
  repository: Repository,
  ref: string,
  shown: string,
): Promise<{ commit: string; revision: string }> {
  const commit = (await repository.refs()).get(ref);
  if (commit === undefined) throw new Error(`couldn't find remote ref "${ref}"`);
  return { commit, revision: `${shown}@sha1:${commit}` };
}

async function find(repository: Repository, revision: string, message: string): Promise<string> {
  try {
    return await repository.resolve(revision);
  } catch (error) {
    if (error instanceof RevisionError) throw new Error(`${message}: ${revision}`, { cause: error });
    throw error;
  }
}

/** The commit in a revision that `resolveReference` made. */
export function commitOf(revision: string): string {
  return revision.slice(revision.lastIndexOf(":") + 1);
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
