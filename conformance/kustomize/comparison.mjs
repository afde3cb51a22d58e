// How two answers to one kustomization relate.
import { parseAllDocuments } from "yaml";

/** All outcomes, with what a table says of them; those that are `fine` need no reason. */
export const outcomes = {
  exact: { title: "the same bytes", fine: true },
  refused: { title: "both fail, same message", fine: true },
  network: { title: "needs the network", fine: true },
  warnings: { title: "the same bytes, other warnings", fine: false },
  endless: { title: "ours does not end", fine: false },
  meaning: { title: "same meaning, other bytes", fine: false },
  different: { title: "different", fine: false },
  "only-ours-fails": { title: "only ours fails", fine: false },
  "only-real-fails": { title: "only the real one fails", fine: false },
  message: { title: "both fail, other message", fine: false },
  crash: { title: "the real one crashes", fine: true },
  timeout: { title: "the real one did not end", fine: true },
};

// What the real tool says when a name leads out of the tree and nothing answers there.
const network =
  /transport '\w+' not allowed|proxyconnect tcp|dial tcp|Could not resolve host|unable to access|git fetch|failed to run '\S*git|hit 27s timeout|no such host/;

/** The outcome of a pair of answers. */
export function compare(real, ours) {
  if (ours.status === "timeout" || ours.status === "crash") return "endless";
  if (real.status === "timeout") return "timeout";
  if (/^(panic: |runtime: (goroutine stack exceeds|out of memory))/m.test(real.stderr)) return "crash";
  if (real.status !== 0) {
    if (network.test(real.stderr)) return "network";
    if (ours.status === 0) return "only-real-fails";
    return saysTheSame(real.stderr, ours.stderr) ? "refused" : "message";
  }
  if (ours.status !== 0) return "only-ours-fails";
  if (real.stdout === ours.stdout) return warningsOf(real.stderr) === warningsOf(ours.stderr) ? "exact" : "warnings";
  return meaning(real.stdout) === meaning(ours.stdout) ? "meaning" : "different";
}

/** The real tool's message without its frame: `Error: ` in front or kubectl's log line around it, warnings before it. */
export function messageOf(stderr) {
  const logged = /"command failed" err=(?:<\n([^]*)\n >|("[^]*"))\s*$/.exec(stderr);
  if (logged)
    return (
      logged[1]?.replaceAll(/^\t/gm, "").trim() ??
      JSON.parse(
        logged[2]
          .replaceAll(/\\x([0-9a-f]{2})/g, "\\u00$1")
          .replaceAll("\\a", "\\u0007")
          .replaceAll("\\v", "\\u000b"),
      )
    );
  return stderr
    .split("\n")
    .filter((line) => !line.startsWith("# Warning: ") && !/^\d{4}\/\d\d\/\d\d [\d:]{8} /.test(line))
    .join("\n")
    .replace(/^error: |^Error: /i, "")
    .trim();
}

// Ours says where as well, at the front; what the real one says has to be in it as it is.
function saysTheSame(real, ours) {
  return squeeze(ours).includes(squeeze(messageOf(real)));
}

// The real one prints addresses of its memory in some messages.
function squeeze(text) {
  return text
    .replaceAll(/ &\{0x[0-9a-f]+ (<nil>|0x[0-9a-f]+)\}/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function warningsOf(stderr) {
  return stderr
    .split("\n")
    .filter((line) => line.startsWith("# Warning: "))
    .sort()
    .join("\n");
}

function meaning(text) {
  try {
    const documents = parseAllDocuments(text, { version: "1.1", uniqueKeys: false, logLevel: "silent" });
    return documents.map((document) => canonical(document.toJS({ maxAliasCount: 1000 }))).join("\n");
  } catch {
    return text;
  }
}

function canonical(value) {
  return JSON.stringify(value, (_key, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The first lines that differ, with a few before them. */
export function firstDifference(real, ours) {
  const [a, b] = [real.split("\n"), ours.split("\n")];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const part = (lines, mark) => lines.slice(at, at + 6).map((line) => `${mark} ${line.slice(0, 300)}`);
  return [
    `line ${at + 1} (- real, + ours)`,
    ...a.slice(Math.max(0, at - 3), at).map((line) => `  ${line.slice(0, 300)}`),
    ...part(a, "-"),
    ...part(b, "+"),
  ].join("\n");
}

/** What to print of a pair that does not agree. */
export function explain(outcome, real, ours) {
  if (outcome === "meaning" || outcome === "different") return firstDifference(real.stdout, ours.stdout);
  if (outcome === "warnings") return `real: ${warningsOf(real.stderr)}\nours: ${warningsOf(ours.stderr)}`;
  const said = (answer) => (answer.status === 0 ? `builds ${answer.stdout.length} bytes` : messageOf(answer.stderr));
  return `real: ${said(real).slice(0, 2000)}\nours: ${said(ours).slice(0, 2000)}`;
}
