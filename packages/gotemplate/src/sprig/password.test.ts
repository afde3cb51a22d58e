import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    '{{ derivePassword 1 "long" "password" "user" "example.com" }} {{ derivePassword 1 "pin" "password" "user" "example.com" }} {{ derivePassword 1 "zz" "p" "u" "s" }}',
    "ZedaFaxcZaso9* 6685 cannot find password template zz",
  ],
  [
    '{{ htpasswd "a:b" "c" }} {{ htpasswd "u" "p" | trunc 9 }} {{ bcrypt "x" | len }} {{ bcrypt (repeat 73 "a") }}',
    "invalid username: a:b u:$2a$10$ 60 failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes",
  ],
  ['{{ encryptAES "k" "hello" | decryptAES "k" }}|{{ encryptAES "k" "" }}', "hello|"],
  [
    '{{ decryptAES "a" "b" }}',
    'template: t:1:3: executing "t" at <decryptAES "a" "b">: error calling decryptAES: illegal base64 data at input byte 0',
  ],
  [
    '{{ decryptAES "a" "YWJj" }}',
    'template: t:1:3: executing "t" at <decryptAES "a" "YWJj">: error calling decryptAES: runtime error: slice bounds out of range [:16] with capacity 3',
  ],
];

describe("passwords", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
