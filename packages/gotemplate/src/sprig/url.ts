import { goFunction, type GoFunction } from "../values/function.ts";
import { GoError, nilDereference } from "../values/values.ts";
import { kindName } from "./conversion.ts";
import { hostName, parseUrl, urlText, userText } from "./url-parse.ts";

function prefixed<T>(prefix: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof GoError) throw new GoError(`${prefix}: ${error.message}`, { cause: error });
    throw error;
  }
}

function parse(text: string): Map<string, unknown> {
  const url = prefixed("unable to parse url", () => parseUrl(text));
  return new Map<string, unknown>([
    ["scheme", url.scheme],
    ["host", url.host],
    ["hostname", hostName(url.host)],
    ["path", url.path],
    ["query", url.query],
    ["opaque", url.opaque],
    ["fragment", url.fragment],
    ["userinfo", userText(url.user)],
  ]);
}

function textAt(parts: ReadonlyMap<string, unknown>, key: string): string {
  const value = parts.get(key);
  if (value === undefined) return "";
  if (value === null) throw nilDereference();
  if (typeof value === "string") return value;
  throw new GoError(`unable to parse ${key} key, must be of type string, but ${kindName(value)} found`);
}

function join(parts: ReadonlyMap<string, unknown>): string {
  const url = {
    scheme: textAt(parts, "scheme"),
    host: textAt(parts, "host"),
    path: textAt(parts, "path"),
    query: textAt(parts, "query"),
    opaque: textAt(parts, "opaque"),
    fragment: textAt(parts, "fragment"),
  };
  const userInfo = textAt(parts, "userinfo");
  const { user } =
    userInfo === ""
      ? { user: undefined }
      : prefixed("unable to parse userinfo in dict", () => parseUrl(`proto://${userInfo}@host`));
  return urlText({ ...url, user });
}

/** URLs, apart and together. */
export const urlFunctions: Record<string, GoFunction> = {
  urlParse: goFunction("string", parse),
  urlJoin: goFunction("dict", join),
};
