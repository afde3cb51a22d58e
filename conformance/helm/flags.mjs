// The flags of `helm template` that cases use.
import { parseArgs } from "node:util";

const list = { type: "string", multiple: true, default: [] };
const flag = { type: "boolean", default: false };

/** Reads an argument list without the chart; the release's name may stand first. */
export function readFlags(args) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      values: { ...list, short: "f" },
      set: list,
      "set-string": list,
      "set-json": list,
      "set-file": list,
      "set-literal": list,
      "show-only": { ...list, short: "s" },
      "api-versions": { ...list, short: "a" },
      namespace: { type: "string", short: "n" },
      "kube-version": { type: "string" },
      "include-crds": flag,
      "no-hooks": flag,
      "skip-tests": flag,
      "is-upgrade": flag,
      "skip-schema-validation": flag,
    },
  });
  return { ...values, name: positionals[0] };
}
