import { expect, test } from "vitest";
import { FLUX_HEADER, fluxRow } from "./rows.ts";
import { writeFluxTable } from "./table.ts";

const revision = `main@sha1:${"5bf3a8f9".padEnd(40, "0")}`;
const object = (name: string, more: object): Parameters<typeof fluxRow>[0] => ({
  apiVersion: "kustomize.toolkit.fluxcd.io/v1",
  kind: "Kustomization",
  metadata: { name },
  ...more,
});

test("Kustomizations are listed as flux lists them", () => {
  const ready = { type: "Ready", status: "True", message: `Applied revision: ${revision}` };
  const rows = [
    object("shopapi-dev", { spec: {}, status: { lastAppliedRevision: revision, conditions: [ready] } }),
    object("new", { spec: { suspend: true } }),
  ].map(fluxRow);
  expect(writeFluxTable([FLUX_HEADER, ...rows])).toBe(
    [
      "NAME       \tREVISION          \tSUSPENDED\tREADY\tMESSAGE",
      "shopapi-dev\tmain@sha1:5bf3a8f9\tFalse    \tTrue \tApplied revision: main@sha1:5bf3a8f9",
      "new        \t                  \tTrue     \tFalse\twaiting to be reconciled\n",
    ].join("\n"),
  );
});

test("a source tells the revision of its artifact", () => {
  expect(fluxRow(object("shopapi", { status: { artifact: { revision } } }))[1]).toBe("main@sha1:5bf3a8f9");
});
