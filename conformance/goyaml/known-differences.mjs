import { readFileSync } from "node:fs";

/** The lines of known-differences.txt: `TOOL JSON # reason`, where JSON is the text that both read. */
export function readKnownDifferences() {
  const content = readFileSync(new URL("known-differences.txt", import.meta.url), "utf8");
  const known = [];
  for (const [index, line] of content.split("\n").entries()) {
    if (line === "" || line.startsWith("#")) continue;
    const match = /^(kustomize|helm) (".*") # \S.*$/.exec(line);
    if (!match) throw new Error(`known-differences.txt, line ${index + 1}: not of the form TOOL JSON # reason`);
    known.push({ tool: match[1], text: JSON.parse(match[2]), line: index + 1 });
  }
  return known;
}
