import { gunzipSync } from "node:zlib";
import { ChartError } from "./chart-error.ts";
import { ChartFile } from "./chart.ts";
import { readTar } from "./tar.ts";

/** What one file of a chart may have. */
export const MAX_FILE_BYTES: number = 5 * 1024 * 1024;
/** What all files of an archive may have together. */
const MAX_TOTAL_BYTES = 100 * 1024 * 1024;
/** The same with the headers and the padding of a tar. */
const MAX_TAR_BYTES = MAX_TOTAL_BYTES + 32 * 1024 * 1024;

/** The files of a packed chart, without their common top folder. Throws `ChartError` with Helm's reason. */
export function readArchive(data: Uint8Array): ChartFile[] {
  const files = new Map<string, ChartFile>();
  const list: ChartFile[] = [];
  let remaining = MAX_TOTAL_BYTES;
  for (const entry of readTar(gunzip(data))) {
    const { name: written, kind, content } = entry;
    if (kind === "directory" || kind === "extension") continue;
    const separator = written.includes("\\") ? "\\" : "/";
    const slash = written.indexOf(separator);
    const rest = slash < 0 ? "" : written.slice(slash + 1);
    const joined = separator === "\\" ? rest.replaceAll("\\", "/") : rest;
    if (joined === "")
      throw new ChartError(`chart illegally contains content outside the base directory: ${JSON.stringify(written)}`);
    const name = cleanPath(joined);
    if (name === ".")
      throw new ChartError(`chart illegally contains content outside the base directory: ${JSON.stringify(written)}`);
    if (name.startsWith("/")) throw new ChartError("chart illegally contains absolute paths");
    if (name === ".." || name.startsWith("../")) throw new ChartError("chart illegally references parent directory");
    if (/^[a-zA-Z]:\//.test(name)) throw new ChartError("chart contains illegally named files");
    if (written.slice(0, slash) === "" && name === "Chart.yaml")
      throw new ChartError("chart yaml not in base directory");
    if (content.length > remaining || remaining === 0)
      throw new ChartError(`decompressed chart is larger than the maximum size ${MAX_TOTAL_BYTES}`);
    if (content.length > MAX_FILE_BYTES)
      throw new ChartError(
        `decompressed chart file ${JSON.stringify(written)} is larger than the maximum file size ${MAX_FILE_BYTES}`,
      );
    remaining -= content.length;
    const file = new ChartFile(name, withoutMark(content));
    files.set(name, file);
    list.push(file);
  }
  if (list.length === 0) throw new ChartError("no files in chart archive");
  return list;
}

function gunzip(data: Uint8Array): Uint8Array {
  if (data.length === 0) throw new ChartError("EOF");
  try {
    return gunzipSync(data, { maxOutputLength: MAX_TAR_BYTES });
  } catch (error) {
    throw new ChartError(reasonOf(error, data), undefined, { cause: error });
  }
}

function reasonOf(error: unknown, data: Uint8Array): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ERR_BUFFER_TOO_LARGE":
      return `decompressed chart is larger than the maximum size ${MAX_TOTAL_BYTES}`;
    case "Z_BUF_ERROR":
      return "unexpected EOF";
    default:
      if (data.length < 10) return "unexpected EOF";
      return data[0] === 0x1f && data[1] === 0x8b ? "gzip: invalid checksum" : "gzip: invalid header";
  }
}

/** As Go's `path.Clean`: no empty parts, no `.`, and `..` only where it leads outside. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!rooted) parts.push("..");
  }
  return (rooted ? "/" : "") + parts.join("/") || ".";
}

/** The content without the mark that some editors put at its beginning. */
export function withoutMark(content: Uint8Array): Uint8Array {
  return content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf ? content.subarray(3) : content;
}
