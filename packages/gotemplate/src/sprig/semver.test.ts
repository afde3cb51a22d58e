import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    '{{ $v := semver "v1.2.3-beta.1+b3" }}{{ $v }} {{ $v.Major }} {{ $v.Prerelease }} {{ $v.Metadata }} {{ $v.Original }} {{ printf "%T" $v }}',
    "1.2.3-beta.1+b3 1 beta.1 b3 v1.2.3-beta.1+b3 *semver.Version",
  ],
  [
    '{{ semver "1.2" }} {{ (semver "1.2.3").IncMinor }} {{ (semver "1.2.3").Compare (semver "1.2.4") }}',
    "1.2.0 1.3.0 -1",
  ],
  [
    '{{ semver "x" }}',
    'template: t:1:3: executing "t" at <semver "x">: error calling semver: invalid semantic version',
  ],
  ['{{ semverCompare ">=1.2" "1.2.3" }}', "true"],
  ['{{ semverCompare "^1.2" "2.0.0" }}', "false"],
  ['{{ semverCompare "^0.2.3" "0.3.0" }}', "false"],
  ['{{ semverCompare "~1.2" "1.2.9" }}', "true"],
  ['{{ semverCompare "~1" "1.9.0" }}', "true"],
  ['{{ semverCompare ">1" "1.9.0" }}', "false"],
  ['{{ semverCompare "1.2" "1.2.9" }}', "true"],
  ['{{ semverCompare "!=1.2" "1.2.9" }}', "false"],
  ['{{ semverCompare ">=1.19" "1.19.5-gke.1" }}', "false"],
  ['{{ semverCompare ">=1.19-0" "1.19.5-gke.1" }}', "true"],
  ['{{ semverCompare "1.0 - 1.5" "1.5.9" }}', "true"],
  ['{{ semverCompare ">=1.0, <2.0 || >=3" "3.1.0" }}', "true"],
  ['{{ semverCompare "*" "0.0.0" }}', "true"],
  ['{{ semverCompare "1.x" "1.9.9" }}', "true"],
  ['{{ semverCompare "<=1.2" "1.2.9" }}', "true"],
  [
    '{{ semverCompare "x y" "1" }}',
    'template: t:1:3: executing "t" at <semverCompare "x y" "1">: error calling semverCompare: improper constraint: "x y"',
  ],
  [
    '{{ semverCompare ">1" "zz" }}',
    'template: t:1:3: executing "t" at <semverCompare ">1" "zz">: error calling semverCompare: invalid semantic version',
  ],
];

describe("versions", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
