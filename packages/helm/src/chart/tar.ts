import { ChartError } from "./chart-error.ts";

/** An entry of a tar. */
export interface TarEntry {
  name: string;
  /** `extension` is what only says something about other entries. */
  kind: "file" | "directory" | "link" | "other" | "extension";
  content: Uint8Array;
}

const BLOCK = 512;
const decoder = new TextDecoder();

/** Reads a tar in one of the forms that are in use: plain, POSIX (ustar and pax) and GNU. */
export function* readTar(data: Uint8Array): Generator<TarEntry> {
  let at = 0;
  let longName: string | undefined;
  let records: ReadonlyMap<string, string> = new Map();
  while (at < data.length) {
    if (data.length - at < BLOCK) throw new ChartError("unexpected EOF");
    const header = data.subarray(at, at + BLOCK);
    at += BLOCK;
    if (header.every((byte) => byte === 0)) return;
    if (!hasRightChecksum(header)) throw new ChartError("archive/tar: invalid tar header");
    const size = Number(records.get("size") ?? numberIn(header, 124, 12));
    if (!Number.isSafeInteger(size) || size < 0) throw new ChartError("archive/tar: invalid tar header");
    const flag = String.fromCharCode(header[156] ?? 0);
    const hasContent = !"12346".includes(flag);
    const content = hasContent ? data.subarray(at, at + size) : new Uint8Array();
    if (hasContent && content.length < size) throw new ChartError("unexpected EOF");
    if (hasContent) at += Math.ceil(size / BLOCK) * BLOCK;
    switch (flag) {
      case "x":
        records = readRecords(content);
        continue;
      case "g":
        yield { name: "pax_global_header", kind: "extension", content };
        continue;
      case "L":
        longName = textIn(content, 0, content.length);
        continue;
      case "K":
        continue;
      default:
    }
    const name = records.get("path") ?? longName ?? nameIn(header);
    records = new Map();
    longName = undefined;
    yield { name, kind: kindOf(flag, name), content };
  }
}

function kindOf(flag: string, name: string): TarEntry["kind"] {
  switch (flag) {
    case "0":
    case "\0":
    case "7":
      // Before there was a mark for folders they ended in a slash.
      return flag === "\0" && name.endsWith("/") ? "directory" : "file";
    case "1":
    case "2":
      return "link";
    case "5":
      return "directory";
    default:
      return "other";
  }
}

function nameIn(header: Uint8Array): string {
  const name = textIn(header, 0, 100);
  const isPosix = textIn(header, 257, 6) === "ustar";
  const prefix = isPosix ? textIn(header, 345, 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function textIn(data: Uint8Array, start: number, length: number): string {
  const field = data.subarray(start, start + length);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits, or the GNU form for numbers that are too long for them. */
function numberIn(header: Uint8Array, start: number, length: number): number {
  const first = header[start] ?? 0;
  if ((first & 0x80) !== 0) {
    let value = first & 0x7f;
    for (let i = start + 1; i < start + length; i++) value = value * 256 + (header[i] ?? 0);
    return value;
  }
  const digits = textIn(header, start, length).trim();
  return digits === "" ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : NaN;
}

function hasRightChecksum(header: Uint8Array): boolean {
  let sum = 0;
  for (const [i, byte] of header.entries()) sum += i >= 148 && i < 156 ? 0x20 : byte;
  return sum === numberIn(header, 148, 8);
}

/** `LENGTH KEY=VALUE` lines; the length counts the whole line. */
function readRecords(content: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const length = space < 0 ? NaN : Number(decoder.decode(content.subarray(at, space)));
    if (!(length > space - at) || at + length > content.length) throw new ChartError("archive/tar: invalid tar header");
    const record = decoder.decode(content.subarray(space + 1, at + length - 1));
    const equals = record.indexOf("=");
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}
