import { joinPath } from "@hawser/source";
import { parseDuration } from "./duration.ts";

/** A folder of a Git repository, as `resources` may name it. */
export interface RepoSpec {
  /** As written. */
  readonly raw: string;
  /** What Git clones. */
  readonly cloneUrl: string;
  /** Folder in the repository; empty for its root. */
  readonly path: string;
  /** Branch, tag or commit; empty for the default branch. */
  readonly ref: string;
  readonly submodules: boolean;
  /** Milliseconds. */
  readonly timeout: number;
  /** Written with `git::`, of which the real tool warns: `FORCED_GIT_WARNING`. */
  readonly hasGitPrefix: boolean;
}

/** What the real tool prints, after the time of day, for an address that begins with `git::`. */
export const FORCED_GIT_WARNING: string =
  "Warning: Forcing the git protocol using the 'git::' URL prefix is not supported. Kustomize currently strips this invalid prefix, but will stop doing so in a future release. Please remove the 'git::' prefix from your configuration.";

const DEFAULT_TIMEOUT = 27_000;
const AZURE = "_git/";

/**
 * Reads `https://host/org/repo//path?ref=v1` and its other forms; undefined for what is no repository's address.
 *
 * Which part is the repository: up to the name after `_git/`; else up to `//`; else up to `.git`, wherever it stands;
 * else all of a `file:` address and two names of any other.
 */
export function parseRepoSpec(text: string): RepoSpec | undefined {
  const bare = withoutGitPrefix(text);
  const question = bare.indexOf("?");
  const server = splitServer(question < 0 ? bare : bare.slice(0, question));
  if (!server) return undefined;
  const [repository, rest] = splitRepository(server.rest, server.isFile);
  if (repository === "") return undefined;
  const path = joinPath("", rest.replace(/^\/+/, ""));
  if (path === undefined) return undefined;
  return {
    raw: text,
    cloneUrl: server.prefix + repository,
    path,
    ...readQuery(question < 0 ? "" : bare.slice(question + 1)),
    hasGitPrefix: bare !== text,
  };
}

function withoutGitPrefix(text: string): string {
  return /^git::/i.test(text) ? text.slice("git::".length) : text;
}

/** Splits at the end of the host. Without a scheme it takes a user or GitHub's name to be an address at all. */
function splitServer(text: string): { prefix: string; rest: string; isFile: boolean } | undefined {
  const scheme = /^(?:https?|ssh|file):\/\//i.exec(text)?.[0].toLowerCase() ?? "";
  const address = text.slice(scheme.length);
  if (scheme === "file://") return { prefix: scheme, rest: address, isFile: true };
  const user = /^[a-zA-Z][a-zA-Z0-9-]*@/.exec(address)?.[0] ?? "";
  const located = address.slice(user.length);
  // After a scheme a colon begins the port; without one it ends the host, as does a slash.
  const github = (scheme === "" ? /^github\.com[:/]/i : /^github\.com(?::[^/]*)?\//i).exec(located)?.[0];
  if (github !== undefined) {
    const isOverSsh = user !== "" || scheme === "ssh://";
    return {
      prefix: isOverSsh ? `${user}github.com:` : "https://github.com/",
      rest: located.slice(github.length),
      isFile: false,
    };
  }
  if (scheme === "" && user === "") return undefined;
  // A colon that nothing stands before ends no host.
  const hasNoHost = scheme === "" && located.startsWith(":");
  const end = located.search(scheme === "" && !hasNoHost ? /[:/]/ : /\//);
  if (end < 0 && !hasNoHost) return undefined;
  return { prefix: scheme + user + located.slice(0, end + 1), rest: located.slice(end + 1), isFile: false };
}

function splitRepository(text: string, isFile: boolean): [repository: string, path: string] {
  const azure = text.indexOf(AZURE);
  if (azure >= 0) {
    const slash = text.indexOf("/", azure + AZURE.length);
    return slash < 0 ? [text, ""] : splitAt(text, slash);
  }
  const double = text.indexOf("//");
  if (double >= 0) return splitAt(text, double);
  const suffix = text.indexOf(".git");
  if (suffix >= 0) return splitAt(text, suffix + ".git".length);
  if (isFile) return [text, ""];
  const first = text.indexOf("/");
  if (first < 0) return ["", ""];
  const second = text.indexOf("/", first + 1);
  return second < 0 ? [text, ""] : splitAt(text, second);
}

function splitAt(text: string, index: number): [string, string] {
  return [text.slice(0, index), text.slice(index)];
}

function readQuery(text: string): Pick<RepoSpec, "ref" | "submodules" | "timeout"> {
  const values = queryValues(text);
  const submodules = values.get("submodules");
  return {
    ref: values.get("ref") || values.get("version") || "",
    submodules: submodules === undefined || !["0", "f", "F", "false", "FALSE", "False"].includes(submodules),
    timeout: readTimeout(values.get("timeout") ?? ""),
  };
}

/** The first value of each name. One pair that is written wrongly spoils them all, in the real tool too. */
function queryValues(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const pair of text.split("&")) {
    if (pair.includes(";") || /%(?![0-9a-fA-F]{2})/.test(pair)) return new Map();
    const equals = pair.indexOf("=");
    const name = unescapeQuery(equals < 0 ? pair : pair.slice(0, equals));
    if (!values.has(name)) values.set(name, equals < 0 ? "" : unescapeQuery(pair.slice(equals + 1)));
  }
  return values;
}

function unescapeQuery(text: string): string {
  const spaced = text.replaceAll("+", " ");
  if (!spaced.includes("%")) return spaced;
  const bytes = Buffer.from(spaced, "utf8").toString("latin1");
  const unescaped = bytes.replace(/%([0-9a-fA-F]{2})/g, (_match, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(unescaped, "latin1").toString("utf8");
}

/** A number of seconds, or a duration with units; what is neither, or not positive, counts as not given. */
function readTimeout(text: string): number {
  const duration = /^\d+$/.test(text) ? Number(text) * 1000 : parseDuration(text);
  return duration !== undefined && duration > 0 && Number.isFinite(duration) ? duration : DEFAULT_TIMEOUT;
}
