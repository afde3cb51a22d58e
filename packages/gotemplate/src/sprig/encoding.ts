import { createHash } from "node:crypto";
import { goFunction, type GoFunction } from "../values/function.ts";
import { fromBytes, toBytes } from "../values/text.ts";
import { GoError } from "../values/values.ts";

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Decodes standard base64 as strictly as Go: a `GoError` tells the place of the first wrong character. */
export function decodeBase64(text: string): Uint8Array {
  const wrong = wrongBase64(text);
  if (wrong >= 0) throw new GoError(`illegal base64 data at input byte ${wrong}`);
  return new Uint8Array(Buffer.from(text.replaceAll(/[\r\n]/g, ""), "base64"));
}

/** The index of the first character that is wrong, or -1. */
function wrongBase64(text: string): number {
  let inQuantum = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === "\n" || char === "\r") continue;
    if (char === "=") return wrongPadding(text, at, inQuantum);
    if (!BASE64.includes(char)) return at;
    inQuantum = (inQuantum + 1) % 4;
  }
  return inQuantum === 0 ? -1 : text.length - inQuantum;
}

function wrongPadding(text: string, start: number, inQuantum: number): number {
  if (inQuantum < 2) return start;
  let at = skipLineBreaks(text, start + 1);
  if (inQuantum === 2) {
    if (at >= text.length) return text.length;
    if (text[at] !== "=") return at - 1;
    at = skipLineBreaks(text, at + 1);
  }
  return at < text.length ? at : -1;
}

function skipLineBreaks(text: string, start: number): number {
  let at = start;
  while (text[at] === "\n" || text[at] === "\r") at++;
  return at;
}

function encodeBase32(bytes: Uint8Array): string {
  let out = "";
  for (let at = 0; at < bytes.length; at += 5) {
    const chunk = bytes.subarray(at, at + 5);
    let bits = 0n;
    for (let i = 0; i < 5; i++) bits = (bits << 8n) | BigInt(chunk[i] ?? 0);
    const characters = Math.ceil((chunk.length * 8) / 5);
    for (let i = 0; i < 8; i++) {
      out += i < characters ? BASE32[Number((bits >> BigInt(35 - 5 * i)) & 31n)]! : "=";
    }
  }
  return out;
}

function decodeBase32(source: string): Uint8Array {
  const text = source.replaceAll(/[\r\n]/g, "");
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 8) {
    const length = base32Quantum(text, at);
    let bits = 0n;
    for (let i = 0; i < 8; i++) bits = (bits << 5n) | BigInt(i < length ? BASE32.indexOf(text[at + i]!) : 0);
    const count = Math.floor((length * 5) / 8);
    for (let i = 0; i < count; i++) bytes.push(Number((bits >> BigInt(32 - 8 * i)) & 255n));
  }
  return Uint8Array.from(bytes);
}

/** How many characters the group of eight at `start` has before its padding; fails where Go says it is wrong. */
function base32Quantum(text: string, start: number): number {
  const fail = (at: number): never => {
    throw new GoError(`illegal base32 data at input byte ${at}`);
  };
  for (let i = 0; i < 8; i++) {
    const at = start + i;
    if (at >= text.length) fail(start);
    if (BASE32.includes(text[at]!)) continue;
    const rest = text.length - at - 1;
    if (text[at] !== "=" || i < 2 || rest >= 8) fail(at);
    if (rest + i < 7) fail(text.length);
    for (let k = 0; k < 7 - i && k < rest; k++) if (text[at + 1 + k] !== "=") fail(at + k);
    if (i === 3 || i === 6) fail(at);
    return i;
  }
  return 8;
}

/** The decoded text, or the text of the error: Sprig does not fail here. */
function decoded(decode: (text: string) => Uint8Array) {
  return (text: string): string => {
    try {
      return fromBytes(decode(text));
    } catch (error) {
      if (error instanceof GoError) return error.message;
      throw error;
    }
  };
}

/** Base64 of bytes. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

function hash(algorithm: string) {
  return (text: string): string => createHash(algorithm).update(toBytes(text)).digest("hex");
}

function adler32(text: string): string {
  let a = 1;
  let b = 0;
  for (const byte of toBytes(text)) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return String(b * 65536 + a);
}

/** Encodings and checksums. */
export const encodingFunctions: Record<string, GoFunction> = {
  b64enc: goFunction("string", (text: string) => encodeBase64(toBytes(text))),
  b64dec: goFunction("string", decoded(decodeBase64)),
  b32enc: goFunction("string", (text: string) => encodeBase32(toBytes(text))),
  b32dec: goFunction("string", decoded(decodeBase32)),
  sha1sum: goFunction("string", hash("sha1")),
  sha256sum: goFunction("string", hash("sha256")),
  sha512sum: goFunction("string", hash("sha512")),
  adler32sum: goFunction("string", adler32),
};
