import { KustomizeError, parseRepoSpec } from "@hawser/kustomize";
import { CommandError } from "../../../cobra/command.ts";
import { lazyRemotes } from "../lazy-remotes.ts";

/** True for the address of a folder in a repository, which is looked at. Throws `CommandError` when it is not there. */
export async function isRemoteBase(text: string): Promise<boolean> {
  const spec = parseRepoSpec(text);
  if (!spec) return false;
  const remotes = lazyRemotes();
  try {
    const { tree } = await remotes.repository(spec);
    if (spec.path !== "" && (await tree.stat(spec.path))?.kind !== "directory")
      throw new KustomizeError(
        "not-found",
        `evalsymlink failure on '${spec.path}' : lstat ${spec.path}: no such file or directory`,
      );
    return true;
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
    throw new CommandError(`${text} has no match: ${error.message}`, { cause: error });
  } finally {
    remotes.close();
  }
}
