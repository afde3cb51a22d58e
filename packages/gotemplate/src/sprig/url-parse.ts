import { quote } from "../fmt/quote.ts";
import { fromBytes, toBytes } from "../values/text.ts";
import { GoError } from "../values/values.ts";

/** A URL in the parts that Go's `net/url` keeps. */
export interface GoUrl {
  scheme: string;
  opaque: string;
  /** User and, if there is a colon, password, unescaped. */
  user: { name: string; password: string | undefined } | undefined;
  host: string;
  path: string;
  query: string;
  fragment: string;
}

/** Which part of a URL is escaped. */
type Part = "path" | "host" | "user" | "fragment";

/** `url.Parse`. Throws a `GoError` with Go's text. */
export function parseUrl(text: string): GoUrl {
  const hash = text.indexOf("#");
  const main = hash < 0 ? text : text.slice(0, hash);
  try {
    const url = parseMain(main);
    if (hash >= 0) url.fragment = unescape(text.slice(hash + 1), "fragment");
    return url;
  } catch (error) {
    if (error instanceof GoError)
      throw new GoError(`parse ${quote(hash < 0 ? main : text)}: ${error.message}`, { cause: error });
    throw error;
  }
}

function parseMain(text: string): GoUrl {
  const url: GoUrl = { scheme: "", opaque: "", user: undefined, host: "", path: "", query: "", fragment: "" };
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\x00-\x1f\x7f]/.test(text)) throw new GoError("net/url: invalid control character in URL");
  if (text === "*") {
    url.path = "*";
    return url;
  }
  let rest = parseScheme(text, url);
  const question = rest.indexOf("?");
  if (question >= 0) {
    url.query = rest.slice(question + 1);
    rest = rest.slice(0, question);
  }
  if (!rest.startsWith("/")) {
    if (url.scheme !== "") {
      url.opaque = rest;
      return url;
    }
    const segment = rest.split("/", 1)[0]!;
    if (segment.includes(":")) throw new GoError("first path segment in URL cannot contain colon");
  }
  if ((url.scheme !== "" || !rest.startsWith("///")) && rest.startsWith("//")) {
    const slash = rest.indexOf("/", 2);
    parseAuthority(slash < 0 ? rest.slice(2) : rest.slice(2, slash), url);
    rest = slash < 0 ? "" : rest.slice(slash);
  }
  url.path = unescape(rest, "path");
  return url;
}

/** Takes the scheme off; answers with the rest. */
function parseScheme(text: string, url: GoUrl): string {
  if (text.startsWith(":")) throw new GoError("missing protocol scheme");
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(text);
  if (!scheme) return text;
  url.scheme = scheme[1]!.toLowerCase();
  return text.slice(scheme[0].length);
}

function parseAuthority(authority: string, url: GoUrl): void {
  const at = authority.lastIndexOf("@");
  url.host = parseHost(authority.slice(at + 1));
  if (at < 0) return;
  const user = authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) throw new GoError("net/url: invalid userinfo");
  const colon = user.indexOf(":");
  url.user = {
    name: unescape(colon < 0 ? user : user.slice(0, colon), "user"),
    password: colon < 0 ? undefined : unescape(user.slice(colon + 1), "user"),
  };
}

function parseHost(host: string): string {
  if (host.startsWith("[")) {
    const close = host.lastIndexOf("]");
    if (close < 0) throw new GoError("missing ']' in host");
    checkPort(host.slice(close + 1));
    return host.slice(0, close + 1).replaceAll("%25", "%") + host.slice(close + 1);
  }
  const colon = host.indexOf(":");
  if (colon >= 0) checkPort(host.slice(colon));
  return unescape(host, "host");
}

function checkPort(port: string): void {
  if (port !== "" && !/^:\d*$/.test(port)) throw new GoError(`invalid port ${quote(port)} after host`);
}

/** Undoes percent escapes. */
function unescape(text: string, part: Part): string {
  if (part === "host") checkHost(text);
  const bad = /%(?![0-9a-fA-F]{2})/.exec(text);
  if (bad) throw new GoError(`invalid URL escape ${quote(text.slice(bad.index, bad.index + 3))}`);
  if (!text.includes("%")) return text;
  const bytes: number[] = [];
  for (let at = 0; at < text.length;) {
    if (text[at] === "%") {
      bytes.push(parseInt(text.slice(at + 1, at + 3), 16));
      at += 3;
      continue;
    }
    const char = String.fromCodePoint(text.codePointAt(at)!);
    bytes.push(...toBytes(char));
    at += char.length;
  }
  return fromBytes(Uint8Array.from(bytes));
}

function checkHost(host: string): void {
  // Only bytes beyond ASCII may be escaped in a host.
  const escape = /%[0-7][0-9a-fA-F]/.exec(host);
  if (escape) throw new GoError(`invalid URL escape ${quote(escape[0])}`);
  const wrong = /[ \\^`{|}#?/@]/.exec(host);
  if (wrong) throw new GoError(`invalid character ${quote(wrong[0])} in host name`);
}

const SAFE: Readonly<Record<Part, RegExp>> = {
  path: /[A-Za-z0-9\-_.~$&+,/:;=@]/,
  fragment: /[A-Za-z0-9\-_.~$&+,/:;=?@!()*]/,
  user: /[A-Za-z0-9\-_.~$&+,;=]/,
  host: /[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/,
};

function escape(text: string, part: Part): string {
  let out = "";
  for (const byte of toBytes(text)) {
    const char = String.fromCharCode(byte);
    const isSafe = byte < 0x80 && SAFE[part].test(char);
    out += isSafe ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}

/** `Userinfo.String`. */
export function userText(user: GoUrl["user"]): string {
  if (!user) return "";
  const name = escape(user.name, "user");
  return user.password === undefined ? name : `${name}:${escape(user.password, "user")}`;
}

/** `URL.Hostname`: the host without port and brackets. */
export function hostName(host: string): string {
  if (host.startsWith("[")) return host.slice(1, host.indexOf("]"));
  const colon = host.indexOf(":");
  return colon < 0 ? host : host.slice(0, host.lastIndexOf(":"));
}

/** `URL.String`. */
export function urlText(url: GoUrl): string {
  let text = url.scheme === "" ? "" : `${url.scheme}:`;
  if (url.opaque !== "") text += url.opaque;
  else {
    if (url.scheme !== "" || url.host !== "" || url.user) {
      if (url.host !== "" || url.path !== "" || url.user) text += "//";
      if (url.user) text += `${userText(url.user)}@`;
      if (url.host !== "") text += escape(url.host, "host");
    }
    const path = url.path === "*" ? "*" : escape(url.path, "path");
    if (path !== "" && !path.startsWith("/") && url.host !== "") text += "/";
    if (text === "" && path.split("/", 1)[0]!.includes(":")) text += "./";
    text += path;
  }
  if (url.query !== "") text += `?${url.query}`;
  return url.fragment === "" ? text : `${text}#${escape(url.fragment, "fragment")}`;
}
