import { createHash } from "node:crypto";
import {
  compareVersions,
  GoError,
  meetsConstraint,
  parseConstraint,
  parseVersion,
  type Version,
} from "@hawser/gotemplate";
import { ChartError } from "../chart/chart-error.ts";
import { parseReference, type OciReference } from "./oci-reference.ts";

/** What a registry answered; names of headers are in lower case. */
export interface RegistryAnswer {
  status: number;
  headers: Readonly<Record<string, string | undefined>>;
  bytes: Uint8Array;
}

/** Asks a registry, over redirects, with limits on time and size. Throws where nothing answers. */
export type RegistryGet = (
  url: string,
  request: { headers: Readonly<Record<string, string>>; signal?: AbortSignal | undefined },
) => Promise<RegistryAnswer>;

/** How charts are pulled from a registry. */
export interface RegistryOptions {
  get: RegistryGet;
  username?: string;
  password?: string;
  /** HTTP without TLS. */
  plainHttp?: boolean;
  signal?: AbortSignal;
}

/** A chart's archive out of a registry. */
export interface OciChart {
  /** The tag, with `_` read as `+`. */
  version: string;
  /** Of the manifest. */
  digest: string;
  data: Uint8Array;
  /** The provenance file, where there is one. */
  provenance: Uint8Array | undefined;
}

const CHART_CONFIG = "application/vnd.cncf.helm.config.v1+json";
const CHART_LAYERS = new Set(["application/vnd.cncf.helm.chart.content.v1.tar+gzip", "application/tar+gzip"]);
const PROVENANCE_LAYER = "application/vnd.cncf.helm.chart.provenance.v1.prov";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const INDEX = "application/vnd.oci.image.index.v1+json";
const MAX_PAGES = 1000;

interface Descriptor {
  mediaType?: string;
  digest?: string;
  artifactType?: string;
}
interface Manifest {
  mediaType?: string;
  config?: Descriptor;
  layers?: Descriptor[];
  manifests?: Descriptor[];
}

/** Pulls a chart: `reference` begins with `oci://`; the version is a tag, a constraint, or empty for the newest. */
export async function pullOciChart(reference: string, version: string, options: RegistryOptions): Promise<OciChart> {
  const client = new RegistryClient(parseReference(reference), options);
  const { tag, digest } = client.reference;
  if (digest !== undefined) return client.pull(digest, tag ?? version);
  const wanted = tag ?? version;
  const exact = wanted !== "" && orUndefined((): Version => parseVersion(wanted)) !== undefined;
  const found = exact ? wanted : newest(await client.tags(), wanted, reference);
  return client.pull(found.replaceAll("+", "_"), found);
}

/** The versions that a registry has of a chart, the newest first. */
export async function listOciVersions(reference: string, options: RegistryOptions): Promise<string[]> {
  return sortedVersions(await new RegistryClient(parseReference(reference), options).tags()).map(({ text }) => text);
}

function sortedVersions(tags: readonly string[]): { text: string; version: Version }[] {
  return tags
    .flatMap((tag) => {
      const text = tag.replaceAll("_", "+");
      // Other tags, such as `latest`, are no versions of the chart.
      const version = /^\d+\.\d+\.\d+/.test(text) ? orUndefined(() => parseVersion(text)) : undefined;
      return version ? [{ text, version }] : [];
    })
    .sort((a, b) => compareVersions(b.version, a.version));
}

function newest(tags: readonly string[], wanted: string, reference: string): string {
  const constraint = orUndefined(() => parseConstraint(wanted === "" ? "*" : wanted));
  const found = constraint && sortedVersions(tags).find(({ version }) => meetsConstraint(version, constraint));
  if (!found) throw new ChartError(`unable to locate any tags in provided repository: ${reference}`);
  return found.text;
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
}

/** Talks to one repository of a registry; a token that it got is kept for as long as the client. */
class RegistryClient {
  readonly reference: OciReference;
  readonly #options: RegistryOptions;
  #authorization: string | undefined;

  constructor(reference: OciReference, options: RegistryOptions) {
    this.reference = reference;
    this.#options = options;
  }

  async pull(manifestName: string, version: string): Promise<OciChart> {
    const { manifest, digest } = await this.#manifest(manifestName);
    const layers = manifest.layers ?? [];
    const chart = layers.find(({ mediaType = "" }) => CHART_LAYERS.has(mediaType));
    if (chart?.digest === undefined)
      throw new ChartError(
        "manifest does not contain a layer with mediatype application/vnd.cncf.helm.chart.content.v1.tar+gzip",
      );
    const signed = layers.find(({ mediaType }) => mediaType === PROVENANCE_LAYER);
    return {
      version,
      digest,
      data: await this.#blob(chart.digest),
      provenance: signed?.digest === undefined ? undefined : await this.#blob(signed.digest),
    };
  }

  async tags(): Promise<string[]> {
    const tags: string[] = [];
    let url: string | undefined = this.#url("tags/list");
    for (let page = 0; url !== undefined && page < MAX_PAGES; page++) {
      const answer: RegistryAnswer = await this.#ask(url, "application/json");
      const { tags: more } = this.#json(answer) as { tags?: unknown };
      if (Array.isArray(more)) tags.push(...more.filter((tag): tag is string => typeof tag === "string"));
      const next = /<([^>]+)>\s*;\s*rel="?next"?/.exec(answer.headers.link ?? "")?.[1];
      url = next === undefined ? undefined : this.#sameServer(new URL(next, url).href);
    }
    return tags;
  }

  async #manifest(name: string, depth = 0): Promise<{ manifest: Manifest; digest: string }> {
    const answer = await this.#ask(this.#url(`manifests/${name}`), `${MANIFEST}, ${INDEX}`);
    const digest = digestOf(answer.bytes);
    if (name.startsWith("sha256:") && digest !== name) throw mismatch(name, digest);
    const manifest = this.#json(answer) as Manifest;
    if (!Array.isArray(manifest.manifests)) return { manifest, digest };
    // An index holds the chart beside other things: what says that it is a chart, else the first that turns out one.
    const choices = [
      ...manifest.manifests.filter(({ artifactType }) => artifactType === CHART_CONFIG),
      ...manifest.manifests.filter(({ artifactType }) => artifactType === undefined),
    ];
    for (const { digest: below } of choices.slice(0, 20)) {
      if (below === undefined || depth > 2) continue;
      const found = await this.#manifest(below, depth + 1);
      if (found.manifest.config?.mediaType === CHART_CONFIG) return found;
    }
    throw new ChartError("no chart manifest found in image index");
  }

  async #blob(digest: string): Promise<Uint8Array> {
    const { bytes } = await this.#ask(this.#url(`blobs/${digest}`), "*/*");
    const actual = digestOf(bytes);
    if (actual !== digest) throw mismatch(digest, actual);
    return bytes;
  }

  #url(rest: string): string {
    const { host, repository } = this.reference;
    return `${this.#options.plainHttp ? "http" : "https"}://${host}/v2/${repository}/${rest}`;
  }

  #sameServer(url: string): string {
    if (new URL(url).host === new URL(this.#url("")).host) return url;
    throw new ChartError(`${this.reference.host} leads to another registry: ${url}`);
  }

  #json({ bytes }: RegistryAnswer): unknown {
    try {
      const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
      if (typeof value === "object" && value !== null) return value;
    } catch (error) {
      throw new ChartError(`${this.reference.host} answered with something that is no JSON`, undefined, {
        cause: error,
      });
    }
    throw new ChartError(`${this.reference.host} answered with something that is no object`);
  }

  async #ask(url: string, accept: string): Promise<RegistryAnswer> {
    let answer = await this.#send(url, accept);
    if (answer.status === 401) {
      this.#authorization = await this.#authorize(answer.headers["www-authenticate"] ?? "");
      if (this.#authorization !== undefined) answer = await this.#send(url, accept);
    }
    if (answer.status === 200) return answer;
    const { host, repository } = this.reference;
    if (answer.status === 404) throw new ChartError(`${host}/${repository}: not found`);
    throw new ChartError(`GET ${JSON.stringify(url)}: response status code ${answer.status}`);
  }

  #send(url: string, accept: string): Promise<RegistryAnswer> {
    const headers = { accept, ...(this.#authorization === undefined ? {} : { authorization: this.#authorization }) };
    return this.#options.get(url, { headers, signal: this.#options.signal });
  }

  /** The token that a challenge asks for, or the password itself. */
  async #authorize(challenge: string): Promise<string | undefined> {
    const basic = this.#basic();
    if (/^basic\b/i.test(challenge)) return basic;
    const parameters = new Map(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
    );
    const realm = parameters.get("realm");
    if (!/^bearer\b/i.test(challenge) || realm === undefined) return undefined;
    const url = new URL(realm);
    // Who tells a registry's password must not be able to listen in.
    if (url.protocol !== "https:" && !this.#options.plainHttp)
      throw new ChartError(`${this.reference.host} asks for a password over ${url.protocol}//`);
    for (const key of ["service", "scope"]) {
      const value =
        parameters.get(key) ?? (key === "scope" ? `repository:${this.reference.repository}:pull` : undefined);
      if (value !== undefined) url.searchParams.set(key, value);
    }
    const answer = await this.#options.get(url.href, {
      headers: basic === undefined ? {} : { authorization: basic },
      signal: this.#options.signal,
    });
    if (answer.status !== 200)
      throw new ChartError(`GET ${JSON.stringify(realm)}: response status code ${answer.status}`);
    const { token, access_token: access } = this.#json(answer) as { token?: unknown; access_token?: unknown };
    const found = typeof token === "string" ? token : access;
    return typeof found === "string" ? `Bearer ${found}` : undefined;
  }

  #basic(): string | undefined {
    const { username, password } = this.#options;
    if (!username && !password) return undefined;
    return `Basic ${Buffer.from(`${username ?? ""}:${password ?? ""}`).toString("base64")}`;
  }
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function mismatch(wanted: string, actual: string): ChartError {
  return new ChartError(`mismatch digest: expected ${wanted}, got ${actual}`);
}
