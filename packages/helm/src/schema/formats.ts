import { isIP } from "node:net";
import { regexError } from "./regex.ts";

/** Says what is wrong with a text that should have a format; undefined where nothing is, or where nobody checks. */
export function formatError(format: string, text: string): string | undefined {
  return Object.hasOwn(CHECKS, format) ? CHECKS[format]?.(text) : undefined;
}

type Check = (text: string) => string | undefined;

const CHECKS: Readonly<Record<string, Check>> = {
  "date-time": (text) => {
    if (text.length < 20) return "less than 20 characters long";
    if (!/[tT]/.test(text[10] ?? "")) return "11th character must be t or T";
    return date(text.slice(0, 10)) ?? time(text.slice(11));
  },
  date,
  time,
  duration,
  email,
  hostname,
  ipv4: (text) => {
    const groups = text.split(".");
    if (groups.length !== 4) return "expected four decimals";
    return isIP(text) === 4 ? undefined : "invalid ipv4";
  },
  ipv6: (text) => (text.includes(":") ? (isIP(text) === 6 ? undefined : "invalid ipv6") : "missing colon"),
  uri: (text) => (/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text) ? uri(text) : "relative url"),
  iri: (text) => (/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text) ? uri(text) : "relative url"),
  "uri-reference": uri,
  "iri-reference": uri,
  "json-pointer": pointer,
  "relative-json-pointer": (text) => (/^(0|[1-9]\d*)(#|\/.*)?$/.test(text) ? undefined : "must start with numeric"),
  uuid: (text) => {
    const parts = text.split("-");
    if (parts.length !== 5) return "must have 5 elements";
    return /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text) ? undefined : "non-hex characters in uuid";
  },
  regex: regexError,
};

function date(text: string): string | undefined {
  const failed = `parsing time "${text}" as "2006-01-02": cannot parse "${text}" as "2006"`;
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return failed;
  const [, year, month, day] = match;
  const parsed = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number(month) < 1 || Number(month) > 12) return `parsing time "${text}": month out of range`;
  return parsed.getUTCDate() === Number(day) ? undefined : `parsing time "${text}": day out of range`;
}

function time(text: string): string | undefined {
  if (text.length < 9) return "less than 9 characters long";
  const match = /^(\d\d):(\d\d):(\d\d)(\.\d+)?([zZ]|[-+]\d\d:\d\d)$/.exec(text);
  if (!match) return "missing colon in correct place";
  const [, hour, minute, second] = match;
  return Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60
    ? "hour, minute or second out of range"
    : undefined;
}

function duration(text: string): string | undefined {
  if (!text.startsWith("P")) return "must start with P";
  return /^P(\d+W|(?=[\dT])(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?)$/.test(text)
    ? undefined
    : "invalid duration";
}

function email(text: string): string | undefined {
  const at = text.lastIndexOf("@");
  if (at < 0) return "missing @";
  if (text.length > 254) return "more than 255 characters long";
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  if (local.length > 64) return "local part more than 64 characters long";
  const found = hostname(domain);
  if (found !== undefined && !domain.startsWith("[")) return `invalid domain: ${found}`;
  return local === "" ? "local part is empty" : undefined;
}

function hostname(text: string): string | undefined {
  const host = text.endsWith(".") ? text.slice(0, -1) : text;
  if (host.length > 253) return "more than 253 characters long";
  for (const label of host.split(".")) {
    if (label.length < 1 || label.length > 63) return "label must be 1 to 63 characters long";
    if (label.startsWith("-")) return "label starts with hyphen";
    if (label.endsWith("-")) return "label ends with hyphen";
    const bad = [...label].find((char) => !/[a-zA-Z0-9-]/.test(char));
    if (bad !== undefined) return `invalid character ${JSON.stringify(bad)}`;
  }
  return undefined;
}

function uri(text: string): string | undefined {
  if (text.includes("\\")) return "contains \\";
  // eslint-disable-next-line no-control-regex -- controls have no place in an address
  return /[\x00-\x20\x7f]/.test(text) ? `parse ${JSON.stringify(text)}: invalid character in URL` : undefined;
}

function pointer(text: string): string | undefined {
  if (text === "") return undefined;
  if (!text.startsWith("/")) return "not starting with /";
  return /~(?![01])/.test(text) ? "~ must be followed by 0 or 1" : undefined;
}
