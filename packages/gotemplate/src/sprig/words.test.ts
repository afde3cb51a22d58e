import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    '{{ upper "straße é" }}|{{ lower "ÀB" }}|{{ title "hello wOrld_foo-bar" }}|{{ untitle "Hello World" }}|{{ swapcase "aB c" }}|{{ initials "First Try" }}',
    "STRAßE É|àb|Hello WOrld_foo-Bar|hello world|Ab C|FT",
  ],
  [
    '{{ snakecase "FirstName" }}|{{ kebabcase "FirstName" }}|{{ camelcase "FirstName" }}',
    "first_name|first-name|FirstName",
  ],
  [
    '{{ snakecase "HTTPServer" }}|{{ kebabcase "HTTPServer" }}|{{ camelcase "HTTPServer" }}',
    "http_server|http-server|Httpserver",
  ],
  ['{{ snakecase "GO_PATH" }}|{{ kebabcase "GO_PATH" }}|{{ camelcase "GO_PATH" }}', "go_path|go-path|GoPath"],
  ['{{ snakecase "http2xx" }}|{{ kebabcase "http2xx" }}|{{ camelcase "http2xx" }}', "http_2xx|http-2xx|Http2xx"],
  [
    '{{ snakecase "Bld4Floor3rd" }}|{{ kebabcase "Bld4Floor3rd" }}|{{ camelcase "Bld4Floor3rd" }}',
    "bld4_floor_3rd|bld4-floor-3rd|Bld4Floor3rd",
  ],
  [
    '{{ snakecase "  hello  world " }}|{{ kebabcase "  hello  world " }}|{{ camelcase "  hello  world " }}',
    "__hello__world_|--hello--world-|  Hello World ",
  ],
  [
    '{{ snakecase "foo.Bar2baz" }}|{{ kebabcase "foo.Bar2baz" }}|{{ camelcase "foo.Bar2baz" }}',
    "foo.bar_2baz|foo.bar-2baz|Foo.Bar2baz",
  ],
  ['{{ snakecase "中文Ab" }}|{{ kebabcase "中文Ab" }}|{{ camelcase "中文Ab" }}', "中文_ab|中文-ab|中文Ab"],
  ['{{ snakecase "a-_b" }}|{{ kebabcase "a-_b" }}|{{ camelcase "a-_b" }}', "a__b|a--b|A-B"],
  ['{{ snakecase "FOO2BAR" }}|{{ kebabcase "FOO2BAR" }}|{{ camelcase "FOO2BAR" }}', "foo2_bar|foo2-bar|Foo2BAR"],
  [
    '{{ abbrev 5 "hello world" }}|{{ abbrev 3 "hello" }}|{{ abbrevboth 5 10 "1234 5678 9123" }}',
    "he...|hello|...5678...",
  ],
  [
    '{{ wrap 5 "aaaa bbbb cc dddddddddd e" }}|{{ wrapWith 5 "|" "aaaa bbbb dddddddddd e" }}',
    "aaaa\nbbbb\ncc\ndddddddddd\ne|aaaa|bbbb|ddddd|ddddd|e",
  ],
];

describe("case, words and lines", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
