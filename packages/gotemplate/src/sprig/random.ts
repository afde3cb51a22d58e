import { goFunction, type GoFunction } from "../values/function.ts";
import { GoError, int, type Int } from "../values/values.ts";
import { encodeBase64 } from "./encoding.ts";

/** Where random bytes come from: a secure source, or a seeded one for tests. */
export type RandomBytes = (count: number) => Uint8Array;

const DIGITS = "0123456789";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ASCII = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join("");
/** More characters or bytes than this are refused. */
const MAX_LENGTH = 16 * 1024 * 1024;

/** A number below `limit`, each with the same chance. */
export function randomBelow(limit: bigint, random: RandomBytes): bigint {
  const bits = limit.toString(2).length;
  const bytes = Math.ceil(bits / 8);
  for (;;) {
    let number = 0n;
    for (const byte of random(bytes)) number = (number << 8n) | BigInt(byte);
    number &= (1n << BigInt(bits)) - 1n;
    if (number < limit) return number;
  }
}

function randomText(count: number, alphabet: string, random: RandomBytes): string {
  if (count <= 0) return "";
  checkLength(count);
  const usable = 256 - (256 % alphabet.length);
  let text = "";
  while (text.length < count) {
    for (const byte of random(Math.min(count - text.length + 16, 65536))) {
      if (byte < usable && text.length < count) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}

function checkLength(count: number): void {
  if (count > MAX_LENGTH) throw new GoError(`more than ${MAX_LENGTH} random characters`);
}

function shuffle(text: string, random: RandomBytes): string {
  const runes = [...text];
  for (let at = runes.length - 1; at > 0; at--) {
    const other = Number(randomBelow(BigInt(at + 1), random));
    [runes[at], runes[other]] = [runes[other]!, runes[at]!];
  }
  return runes.join("");
}

function uuid(random: RandomBytes): string {
  const bytes = random(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function randomBase64(count: number, random: RandomBytes): string {
  if (count < 0) throw new GoError("runtime error: makeslice: len out of range");
  checkLength(count);
  return encodeBase64(random(count));
}

function randomInt(min: number, max: number, random: RandomBytes): Int {
  if (max <= min) throw new GoError("invalid argument to Intn");
  return int(BigInt(min) + randomBelow(BigInt(max) - BigInt(min), random));
}

/** Functions of chance. */
export function randomFunctions(random: RandomBytes): Record<string, GoFunction> {
  const text = (alphabet: string): GoFunction =>
    goFunction("int", (count: number) => randomText(count, alphabet, random));
  return {
    randAlphaNum: text(LETTERS + DIGITS),
    randAlpha: text(LETTERS),
    randNumeric: text(DIGITS),
    randAscii: text(ASCII),
    randBytes: goFunction("int", (count: number) => randomBase64(count, random)),
    randInt: goFunction("int int", (min: number, max: number) => randomInt(min, max, random)),
    shuffle: goFunction("string", (source: string) => shuffle(source, random)),
    uuidv4: goFunction("", () => uuid(random)),
  };
}
