// The probes, by topic: each a template with the data below, or a set of files.
import { fmtProbes } from "./probes-fmt.mjs";
import { languageProbes } from "./probes-language.mjs";
import { sprigProbes } from "./probes-sprig.mjs";

/** What every probe has as its dot. */
export const DATA = {
  a: { b: 1, s: "x", m: { deep: { er: "yes" } } },
  l: [1, "a", null, true, 1.5, { k: null }, ["z"]],
  words: ["pear", "apple", "fig", "apple"],
  s: "str",
  empty: "",
  n: null,
  z: 0,
  f: 1234567,
  p: 1.5,
  t: true,
  no: false,
  em: {},
  el: [],
  u: "Grüße, 世界 😀",
  big: 1e21,
  __proto__key: "p",
};

/** All probes. */
export function probes() {
  const texts = [...languageProbes, ...fmtProbes(), ...sprigProbes];
  return texts.map((probe) => (typeof probe === "string" ? { t: probe, d: DATA } : { d: DATA, ...probe }));
}
