/** Sends URLs elsewhere, as git's `insteadOf` does. */
export interface UrlMapping {
  from: string;
  /** `embedded:` stands for the Git server of this process. */
  to: string;
}

/** Reads `FROM=TO`. Throws where either is missing. */
export function parseMapping(text: string): UrlMapping {
  const equals = text.lastIndexOf("=");
  const [from, to] = [text.slice(0, equals), text.slice(equals + 1)];
  if (equals <= 0 || to === "")
    throw new Error(`${text} is no mapping; write FROM=TO, such as https://github.com/myorg/=embedded:`);
  return { from, to };
}

/** Where a URL leads: the longest prefix wins; undefined when no mapping names it. */
export function mapUrl(url: string, mappings: readonly UrlMapping[]): string | undefined {
  const [best] = mappings.filter(({ from }) => url.startsWith(from)).sort((a, b) => b.from.length - a.from.length);
  return best && best.to + url.slice(best.from.length);
}
