import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    '{{ b64enc "é" }} {{ b64dec "w6k=" }} {{ b64dec "!!!!" }} {{ b64dec "YQ" }} {{ b32enc "a" }} {{ b32dec "ME======" }} {{ b32dec "ME" }}',
    "w6k= é illegal base64 data at input byte 0 illegal base64 data at input byte 0 ME====== a illegal base32 data at input byte 0",
  ],
  ['{{ b64dec "//4=" | b64enc }} {{ b64dec "//4=" | len }}', "//4= 2"],
  [
    '{{ sha1sum "a" }} {{ sha256sum "a" }} {{ adler32sum "abc" }}',
    "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb 38600999",
  ],
];

describe("encodings and sums", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
