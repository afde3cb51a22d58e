import { expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";
import type { MissingKey } from "./run.ts";

test.each<[missingKey: MissingKey, template: string, want: string]>([
  ["default", "{{ .nope }}|{{ .nope.x.y }}|{{ print .nope }}", "<no value>|<no value>|<nil>"],
  ["zero", "{{ .nope }}|{{ (.nope).x }}|{{ print .nope }}", "<no value>|<no value>|<nil>"],
  ["zero", "{{ .nope.x }}", 'template: t:1:8: executing "t" at <.nope.x>: nil pointer evaluating interface {}.x'],
  ["zero", '{{ (split "," "a").nope }}|', "|"],
  ["error", "{{ .nope }}", 'template: t:1:3: executing "t" at <.nope>: map has no entry for key "nope"'],
  ["error", "{{ .a.nope }}", 'template: t:1:5: executing "t" at <.a.nope>: map has no entry for key "nope"'],
])("missingkey=%s: %s", (missingKey, template, want) => {
  expect(outcome(template, DATA, { missingKey })).toBe(want);
});
