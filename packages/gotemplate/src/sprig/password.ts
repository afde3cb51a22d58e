import { createCipheriv, createDecipheriv, createHmac, scryptSync } from "node:crypto";
import { encodeBase64 as encodeBcrypt64, hashSync } from "bcryptjs";
import { goFunction, makeFunction, type GoFunction } from "../values/function.ts";
import { fromBytes, toBytes } from "../values/text.ts";
import { stringType, uint32Type } from "../values/types.ts";
import { GoError } from "../values/values.ts";
import { decodeBase64, encodeBase64 } from "./encoding.ts";
import type { RandomBytes } from "./random.ts";

const NAMESPACE = "com.lyndir.masterpassword";

/** The forms of passwords of the Master Password algorithm: each letter stands for a class of characters. */
const FORMS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    maximum: ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
    long: (
      "CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv CvccCvcvCvcvno CvcvnoCvccCvcv " +
      "CvcvCvccnoCvcv CvcvCvccCvcvno CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv CvccCvccnoCvcv " +
      "CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc CvcvCvccCvccno CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno"
    ).split(" "),
    medium: ["CvcnoCvc", "CvcCvcno"],
    short: ["Cvcn"],
    basic: ["aaanaaan", "aannaaan", "aaannaaa"],
    pin: ["nnnn"],
  }),
);
const VOWELS = "aeiou";
const CONSONANTS = "bcdfghjklmnpqrstvwxyz";
const CLASSES: Readonly<Record<string, string>> = {
  V: VOWELS.toUpperCase(),
  C: CONSONANTS.toUpperCase(),
  v: VOWELS,
  c: CONSONANTS,
  A: (VOWELS + CONSONANTS).toUpperCase(),
  a: VOWELS.toUpperCase() + VOWELS + CONSONANTS.toUpperCase() + CONSONANTS,
  n: "0123456789",
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: `${VOWELS.toUpperCase()}${VOWELS}${CONSONANTS.toUpperCase()}${CONSONANTS}0123456789!@#$%^&*()`,
};

function lengthPrefixed(text: string): Buffer {
  const bytes = toBytes(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function derivePassword(counter: number, form: string, password: string, user: string, site: string): string {
  const forms = FORMS.get(form);
  if (!forms) return `cannot find password template ${form}`;
  const salt = Buffer.concat([Buffer.from(NAMESPACE), lengthPrefixed(user)]);
  const key = scryptSync(toBytes(password), salt, 64, { N: 32768, r: 8, p: 2, maxmem: 128 * 1024 * 1024 });
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  const seed = createHmac("sha256", key)
    .update(Buffer.concat([Buffer.from(NAMESPACE), lengthPrefixed(site), count]))
    .digest();
  const chosen = forms[seed[0]! % forms.length]!;
  return [...chosen]
    .map((letter, at) => {
      const characters = CLASSES[letter]!;
      return characters[seed[at + 1]! % characters.length]!;
    })
    .join("");
}

/** Go hashes 72 bytes at most. */
const MAX_PASSWORD = 72;

function bcrypt(password: string, random: RandomBytes): string {
  if (toBytes(password).length > MAX_PASSWORD) {
    return "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes";
  }
  const salt = `$2a$10$${encodeBcrypt64(random(16), 16)}`;
  return hashSync(password, salt);
}

function htpasswd(user: string, password: string, random: RandomBytes): string {
  return user.includes(":") ? `invalid username: ${user}` : `${user}:${bcrypt(password, random)}`;
}

/** The password as a key: cut, or filled with zeros, to 32 bytes. */
function aesKey(password: string): Buffer {
  const key = Buffer.alloc(32);
  key.set(toBytes(password).subarray(0, 32));
  return key;
}

const BLOCK = 16;

function encryptAes(password: string, text: string, random: RandomBytes): string {
  if (text === "") return "";
  const vector = random(BLOCK);
  const cipher = createCipheriv("aes-256-cbc", aesKey(password), vector);
  return encodeBase64(Buffer.concat([vector, cipher.update(toBytes(text)), cipher.final()]));
}

function decryptAes(password: string, encrypted: string): string {
  if (encrypted === "") return "";
  const bytes = decodeBase64(encrypted);
  if (bytes.length < BLOCK) {
    const capacity = Math.floor(encrypted.length / 4) * 3;
    throw new GoError(`runtime error: slice bounds out of range [:${BLOCK}] with capacity ${capacity}`);
  }
  const body = bytes.subarray(BLOCK);
  if (body.length % BLOCK !== 0) throw new GoError("crypto/cipher: input not full blocks");
  if (body.length === 0) throw new GoError("runtime error: index out of range [-1]");
  const decipher = createDecipheriv("aes-256-cbc", aesKey(password), bytes.subarray(0, BLOCK)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(body), decipher.final()]);
  const end = padded.length - padded.at(-1)!;
  if (end < 0) throw new GoError(`runtime error: slice bounds out of range [:${end}]`);
  return fromBytes(padded.subarray(0, end));
}

/** Passwords: derived, hashed, and as keys. */
export function passwordFunctions(random: RandomBytes): Record<string, GoFunction> {
  return {
    derivePassword: makeFunction([uint32Type, stringType, stringType, stringType, stringType], derivePassword),
    bcrypt: goFunction("string", (password: string) => bcrypt(password, random)),
    htpasswd: goFunction("string string", (user: string, password: string) => htpasswd(user, password, random)),
    encryptAES: goFunction("string string", (password: string, text: string) => encryptAes(password, text, random)),
    decryptAES: goFunction("string string", decryptAes),
  };
}
