import dns from "node:dns/promises";
import net from "node:net";
import { isLocalAddress, isLocalName } from "../web/local-address.ts";
import { withoutCredentials } from "./git-command.ts";

/** Reads `.gitmodules`: the URL of each submodule by its path. What is no plain path or URL is left out. */
export function submoduleUrls(text: string): Map<string, string> {
  const urls = new Map<string, string>();
  let path: string | undefined;
  let url: string | undefined;
  const keep = (): void => {
    if (path !== undefined && url !== undefined) urls.set(path.replace(/\/+$/, ""), url);
    path = url = undefined;
  };
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*\[/.test(line)) {
      keep();
      continue;
    }
    const [, key = "", value = ""] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    const plain = /^"(.*)"$/.exec(value)?.[1]?.replace(/\\(["\\])/g, "$1") ?? value.replace(/\s+[#;].*$/, "");
    if (key.toLowerCase() === "path") path = plain;
    if (key.toLowerCase() === "url") url = plain;
  }
  keep();
  return urls;
}

/** The URL that a submodule's `url` means beside its parent's. Throws for one that no transport may reach. */
export function resolveSubmoduleUrl(parent: string, url: string): string {
  const resolved = /^\.\.?(\/|$)/.test(url) ? relativeTo(parent, url) : url;
  assertRemoteUrl(resolved);
  return resolved;
}

function relativeTo(parent: string, relative: string): string {
  const [, head = "", body = ""] = /^(\w+:\/\/[^/]+\/|[^/:]+:)(.*)$/.exec(parent.replace(/\/+$/, "")) ?? [];
  const parts = body.split("/");
  for (const part of relative.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) throw new Error(`the URL ${relative} leaves ${head}`);
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return head + parts.join("/");
}

/** Throws for a URL that could be an option, a path of this machine, or a program. */
export function assertRemoteUrl(url: string): void {
  const isRemote =
    /^((https?|ssh|git):\/\/([\w.~%+-]+(:[^/@\s]*)?@)?(\[[0-9a-fA-F:.]+\]|[\w][\w.-]*)(:\d+)?\/|[\w][\w.-]*@[\w][\w.-]*:)/.test(
      url,
    );
  if (!isRemote || /[\0-\x20\x7f]/.test(url))
    throw new Error(`unsupported repository URL ${withoutCredentials(url)}; use https, ssh or git`);
}

/** `https://host:port` of a URL, to tell whether two lead to the same server. */
export function originOf(url: string): string {
  const [, scheme = "ssh", host = ""] =
    /^(?:(\w+):\/\/)?(?:[^/@]*@)?(\[[^\]]+\](?::\d+)?|[^/:]+(?::\d+)?)/.exec(url) ?? [];
  return `${scheme}://${host.toLowerCase()}`;
}

/**
 * Throws when a URL leads to this machine or its neighbours: a repository must not make Hawser knock at doors that
 * only Hawser can reach. Answers what the name means; nothing where a name server does not know it.
 */
export async function assertPublicHost(url: string): Promise<string[]> {
  const host = originOf(url)
    .replace(/^\w+:\/\//, "")
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "");
  // The URL parser knows all the ways to write an IPv4 address, as the C library does.
  const plain = net.isIPv6(host) ? host : new URL(`http://${host}/`).hostname;
  const addresses = net.isIP(plain)
    ? [plain]
    : await dns.lookup(plain, { all: true }).then(
        (found) => found.map(({ address }) => address),
        () => [], // Behind a proxy names may mean nothing here; git says so where they should.
      );
  if (isLocalName(plain) || addresses.some(isLocalAddress))
    throw new Error(`${withoutCredentials(url)} leads to this machine or its link; map it with --map to allow that`);
  return addresses;
}
