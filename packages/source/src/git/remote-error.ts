import { GitError, withoutCredentials } from "./git-command.ts";

/** A remote that could not be read. The message is Argo CD's where it has one, and never holds credentials. */
export class RemoteError extends Error {
  readonly reason: "not-found" | "unauthenticated" | "forbidden" | "unreachable" | "timeout" | "other";

  constructor(reason: RemoteError["reason"], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "RemoteError";
    this.reason = reason;
  }
}

// Argo CD lists refs with go-git, so its words are go-git's; git's own say the same otherwise.
const CAUSES: readonly [pattern: RegExp, reason: RemoteError["reason"], message: (match: RegExpExecArray) => string][] =
  [
    [
      /could not read (?:Username|Password)|Authentication failed|error: 401/,
      "unauthenticated",
      () => "authentication required",
    ],
    [/error: 403|access denied/i, "forbidden", () => "authorization failed"],
    [
      /Host key verification failed|No \S+ host key is known/,
      "unauthenticated",
      () => "ssh: handshake failed: knownhosts: key is unknown",
    ],
    [/Permission denied \(/, "unauthenticated", () => "ssh: handshake failed: ssh: unable to authenticate"],
    [
      /repository '[^']*' not found|Repository not found|does not appear to be a git repository|error: 404/i,
      "not-found",
      () => "repository not found",
    ],
    [
      /Could not resolve host(?:name)?:? ([^\s;:]+)/i,
      "unreachable",
      ([, name]) => `dial tcp: lookup ${name}: no such host`,
    ],
    [
      /Failed to connect to (\S+) port (\d+)|connect to host (\S+) port (\d+): Connection refused/i,
      "unreachable",
      ([, host, port, sshHost, sshPort]) =>
        `dial tcp ${host ?? sshHost}:${port ?? sshPort}: connect: connection refused`,
    ],
    [
      /transport '(\w+)' not allowed|protocol '?(\w+)'? .*(?:not supported|disabled)/i,
      "other",
      ([, a, b]) => `${a ?? b}: URLs of this kind are not allowed`,
    ],
    [/certificate/i, "unreachable", () => "tls: failed to verify certificate"],
    [/Operation too slow|timed out/i, "timeout", () => "context deadline exceeded"],
  ];

/** Says what went wrong with a remote as Argo CD does. */
export function remoteError(doing: string, url: string, error: unknown): Error {
  if (!(error instanceof GitError)) return error instanceof Error ? error : new Error(String(error));
  for (const [pattern, reason, message] of CAUSES) {
    const match = pattern.exec(error.stderr);
    if (match)
      return new RemoteError(reason, `failed to ${doing}: ${message(match)}: ${withoutCredentials(url)}`, {
        cause: error,
      });
  }
  const said = error.stderr
    .split("\n")
    .findLast((line) => line.startsWith("fatal: ") || line.startsWith("error: "))
    ?.replace(/^\w+: (unable to access '[^']*': )?/, "");
  return new RemoteError("other", `failed to ${doing}: ${said ?? error.message}: ${withoutCredentials(url)}`, {
    cause: error,
  });
}
