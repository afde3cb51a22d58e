import { ChartError } from "../chart/chart-error.ts";
import type { Warning } from "../chart/chart.ts";
import { findVersion, type IndexFile, readIndex } from "./index-file.ts";

/** What a server answered. */
export interface RepositoryAnswer {
  status: number;
  statusText: string;
  bytes: Uint8Array;
}

/**
 * Gets what is at an address, over redirects, with limits on time and size. Throws where nothing answers; the error's
 * message is shown as it is.
 */
export type RepositoryGet = (url: string, request: RepositoryRequest) => Promise<RepositoryAnswer>;

export interface RepositoryRequest {
  headers: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/** A chart repository behind HTTP. */
export interface RepositoryOptions {
  url: string;
  get: RepositoryGet;
  username?: string;
  password?: string;
  /** Whether other hosts get the password too, where the index leads there. */
  passCredentials?: boolean;
  signal?: AbortSignal;
}

/** An archive with where it came from. */
export interface PulledChart {
  url: string;
  name: string;
  version: string;
  /** SHA-256 that the index states, in hex; nobody has compared it. */
  digest: string;
  data: Uint8Array;
  warnings: readonly Warning[];
}

const decoder = new TextDecoder();

/** Gets and reads the index of a repository. Throws `ChartError`. */
export async function fetchIndex(options: RepositoryOptions): Promise<IndexFile> {
  const url = `${options.url.replace(/\/$/, "")}/index.yaml`;
  const invalid = (reason: string, cause?: unknown): ChartError =>
    new ChartError(
      `looks like ${JSON.stringify(options.url)} is not a valid chart repository or cannot be reached: ${reason}`,
      undefined,
      { cause },
    );
  const answer = await request(url, options).catch((error: unknown) => {
    throw invalid(error instanceof Error ? error.message : String(error), error);
  });
  try {
    return readIndex(decoder.decode(answer.bytes), options.url);
  } catch (error) {
    if (error instanceof ChartError) throw invalid(error.message, error);
    throw error;
  }
}

/** Pulls a chart of a repository: the version is a text or a constraint, or empty for the newest. Throws `ChartError`. */
export async function pullChart(
  index: IndexFile,
  name: string,
  version: string,
  options: RepositoryOptions & { isDevel?: boolean },
): Promise<PulledChart> {
  const what = version === "" ? JSON.stringify(name) : `${JSON.stringify(name)} version ${JSON.stringify(version)}`;
  const match = findVersion(index, name, version, options.isDevel);
  if (!match) throw new ChartError(`chart ${what} not found in ${options.url} repository`);
  const { found, warnings } = match;
  const [first] = found.urls;
  if (first === undefined) throw new ChartError(`chart ${what} has no downloadable URLs`);
  const url = new URL(first, `${options.url.replace(/\/$/, "")}/`).href;
  const { bytes } = await request(url, options);
  const { version: selected } = found.metadata;
  return { url, name, version: selected, digest: found.digest, data: bytes, warnings };
}

async function request(url: string, options: RepositoryOptions): Promise<RepositoryAnswer> {
  const answer = await options.get(url, { headers: headersFor(url, options), signal: options.signal });
  if (answer.status !== 200) throw new ChartError(`failed to fetch ${url} : ${answer.status} ${answer.statusText}`);
  return answer;
}

/** The password goes to the repository itself and, unless told otherwise, to nobody else. */
function headersFor(url: string, options: RepositoryOptions): Record<string, string> {
  const { username, password } = options;
  if (!username || !password) return {};
  if (!options.passCredentials && !isSameServer(url, options.url)) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
}

function isSameServer(a: string, b: string): boolean {
  const [left, right] = [new URL(a), new URL(b)];
  return left.protocol === right.protocol && left.host === right.host;
}
