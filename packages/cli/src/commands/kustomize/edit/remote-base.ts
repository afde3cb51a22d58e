/** True for what can only be the address of a repository or a file elsewhere; it is not looked at. */
export function isRemoteBase(text: string): boolean {
  return (
    /^(?:git::)?(?:https?|ssh|file):\/\/[^/]+\/[^/]+\/[^/]|^git@[^:]+:/.test(text) || text.startsWith("github.com/")
  );
}
