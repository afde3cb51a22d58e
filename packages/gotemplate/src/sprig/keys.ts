import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { GoError } from "../values/values.ts";
import * as der from "./der.ts";

/** Bytes as PEM. */
export function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

const BEGIN = /-----BEGIN ([^-\n]+)-----\r?\n/;

/** The first block of PEM; undefined where there is none. */
export function readPem(text: string): { label: string; bytes: Uint8Array } | undefined {
  const begin = BEGIN.exec(text);
  if (!begin) return undefined;
  const label = begin[1]!;
  const start = begin.index + begin[0].length;
  const end = text.indexOf(`-----END ${label}-----`, start);
  if (end < 0) return undefined;
  const lines = text.slice(start, end).split(/\r?\n/);
  // Headers end with an empty line.
  const headers = lines[0]!.includes(":") ? lines.indexOf("") + 1 : 0;
  const body = lines.slice(headers).join("").replaceAll(/\s/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(body)) return undefined;
  return { label, bytes: new Uint8Array(Buffer.from(body, "base64")) };
}

/** A key in the form that Go writes for its kind. */
export function keyPem(key: KeyObject): string {
  switch (key.asymmetricKeyType) {
    case "rsa":
      return pem("RSA PRIVATE KEY", key.export({ type: "pkcs1", format: "der" }));
    case "ec":
      return pem("EC PRIVATE KEY", key.export({ type: "sec1", format: "der" }));
    case "dsa":
      return pem("DSA PRIVATE KEY", dsaKey(key));
    default:
      return pem("PRIVATE KEY", key.export({ type: "pkcs8", format: "der" }));
  }
}

/** OpenSSL's own form of DSA keys: version, p, q, g, public and private number. */
function dsaKey(key: KeyObject): Uint8Array {
  const parts = (bytes: Uint8Array): der.DerPart[] => der.readParts(bytes) ?? [];
  const [info] = parts(key.export({ type: "pkcs8", format: "der" }));
  const [, algorithm, secret] = parts(info!.content);
  const [, parameters] = parts(algorithm!.content);
  const [p, q, g] = parts(parameters!.content);
  const [publicInfo] = parts(createPublicKey(key).export({ type: "spki", format: "der" }));
  const [, publicBits] = parts(publicInfo!.content);
  const [y] = parts(publicBits!.content.subarray(1));
  const [x] = parts(secret!.content);
  const version = der.integer(new Uint8Array([0]));
  return der.sequence(version, ...[p, q, g, y, x].map((part) => part!.whole));
}

/** A new RSA key. */
export function newRsaKey(bits: number): KeyObject {
  return generateKeyPairSync("rsa", { modulusLength: bits }).privateKey;
}

/** A new key of a kind, as PEM; the complaint about an unknown kind is Sprig's. */
export function generatePrivateKey(kind: string): string {
  switch (kind) {
    case "":
    case "rsa":
      return keyPem(newRsaKey(4096));
    case "dsa":
      return keyPem(generateKeyPairSync("dsa", { modulusLength: 2048, divisorLength: 256 }).privateKey);
    case "ecdsa":
      return keyPem(generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey);
    case "ed25519":
      return keyPem(generateKeyPairSync("ed25519").privateKey);
    default:
      return `Unknown type ${kind}`;
  }
}

/** The private key of a PEM; the errors are Sprig's. */
export function parseKey(text: string): KeyObject {
  const block = readPem(text);
  if (!block) throw new GoError("no PEM data in input");
  if (!["RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", "PRIVATE KEY"].includes(block.label)) {
    throw new GoError(`no private key data in PEM block of type ${block.label}`);
  }
  try {
    return createPrivateKey(pem(block.label, block.bytes));
  } catch (error) {
    throw new GoError(`${(error as Error).message}`, { cause: error });
  }
}
