import { ChartError } from "../chart/chart-error.ts";

/** `oci://host/path/name:tag@sha256:…` in parts. */
export interface OciReference {
  host: string;
  /** With the name of the chart. */
  repository: string;
  tag: string | undefined;
  digest: string | undefined;
}

/** Reads a reference. Throws `ChartError`. */
export function parseReference(reference: string): OciReference {
  const match = /^oci:\/\/([^/@]+)\/([^:@]+)(?::([\w][\w.+-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(reference);
  const [, host, repository = "", tag, digest] = match ?? [];
  if (host === undefined || !/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/.test(repository))
    throw new ChartError(`invalid reference: ${reference}`);
  return { host, repository, tag, digest };
}
