import { createHash, createPublicKey, sign, X509Certificate, type KeyObject } from "node:crypto";
import { makeFunction, goFunction, type GoFunction } from "../values/function.ts";
import { intType, listType, stringType, structType, type GoType } from "../values/types.ts";
import { GoError, Struct } from "../values/values.ts";
import { formatPlain } from "../fmt/printer.ts";
import { fromBytes } from "../values/text.ts";
import { addressBytes } from "./addresses.ts";
import * as der from "./der.ts";
import { decodeBase64 } from "./encoding.ts";
import { generatePrivateKey, keyPem, newRsaKey, parseKey, pem, readPem } from "./keys.ts";
import type { RandomBytes } from "./random.ts";

/** `sprig.certificate`: both parts in PEM. */
const certificateType: GoType = structType("sprig.certificate", ["Cert", "Key"]);

/** What certificates need of the world. */
export interface CertificateOptions {
  readonly now: () => bigint;
  readonly random: RandomBytes;
}

/** What goes into a certificate besides its key. */
interface Request {
  readonly name: string;
  readonly addresses: readonly Uint8Array[];
  readonly dnsNames: readonly string[];
  readonly days: number;
  readonly isAuthority: boolean;
}

/** Who signs: its name as in the certificate, and its key. */
interface Issuer {
  readonly subject: Uint8Array;
  readonly key: KeyObject;
  readonly keyIdentifier: Uint8Array | undefined;
}

function certificate(cert: string, key: string): Struct {
  return new Struct(certificateType, [cert, key]);
}

function prefixed<T>(prefix: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof GoError) throw new GoError(`${prefix}: ${error.message}`, { cause: error });
    throw error;
  }
}

// Certificates

const NANOSECONDS_PER_DAY = 86_400_000_000_000n;

const ALGORITHMS = {
  rsa: () => der.sequence(der.identifier("1.2.840.113549.1.1.11"), der.nullValue()),
  ecdsa: () => der.sequence(der.identifier("1.2.840.10045.4.3.2")),
  ed25519: () => der.sequence(der.identifier("1.3.101.112")),
};

function algorithmOf(key: KeyObject): { name: Buffer; hash: string | null } {
  switch (key.asymmetricKeyType) {
    case "ec":
      return { name: ALGORITHMS.ecdsa(), hash: "sha256" };
    case "ed25519":
      return { name: ALGORITHMS.ed25519(), hash: null };
    default:
      return { name: ALGORITHMS.rsa(), hash: "sha256" };
  }
}

function subjectOf(name: string): Buffer {
  if (name === "") return der.sequence();
  return der.sequence(der.setOf(der.sequence(der.identifier("2.5.4.3"), der.text(name))));
}

function extension(id: string, content: Uint8Array, isCritical = false): Buffer {
  const critical = isCritical ? [der.boolean(true)] : [];
  return der.sequence(der.identifier(id), ...critical, der.octetString(content));
}

function publicKeyIdentifier(spki: Uint8Array): Buffer {
  const [info] = der.readParts(spki)!;
  const [, bits] = der.readParts(info!.content)!;
  return createHash("sha256").update(bits!.content.subarray(1)).digest().subarray(0, 20);
}

function extensionsOf(request: Request, keyIdentifier: Uint8Array, issuer: Issuer | undefined): Buffer {
  const usage = request.isAuthority ? 0b1010_0100 : 0b1010_0000;
  const extensions = [
    extension("2.5.29.15", der.bitString(Buffer.from([usage]), request.isAuthority ? 2 : 5), true),
    extension("2.5.29.37", der.sequence(der.identifier("1.3.6.1.5.5.7.3.1"), der.identifier("1.3.6.1.5.5.7.3.2"))),
    extension("2.5.29.19", der.sequence(...(request.isAuthority ? [der.boolean(true)] : [])), true),
  ];
  if (request.isAuthority) extensions.push(extension("2.5.29.14", der.octetString(keyIdentifier)));
  if (issuer?.keyIdentifier) {
    extensions.push(extension("2.5.29.35", der.sequence(der.tagged(0, issuer.keyIdentifier, false))));
  }
  const names = [
    ...request.dnsNames.map((name) => der.tagged(2, Buffer.from(name), false)),
    ...request.addresses.map((address) => der.tagged(7, address, false)),
  ];
  if (names.length > 0) extensions.push(extension("2.5.29.17", der.sequence(...names), request.name === ""));
  return der.sequence(...extensions);
}

/** Builds and signs a certificate; without an issuer it signs itself. */
function issue(request: Request, key: KeyObject, issuer: Issuer | undefined, options: CertificateOptions): string {
  const spki = createPublicKey(key).export({ type: "spki", format: "der" });
  const keyIdentifier = publicKeyIdentifier(spki);
  const signer = issuer?.key ?? key;
  if ([signer, key].some((one) => one.asymmetricKeyType === "dsa")) {
    throw new GoError("error creating certificate: x509: certificate private key does not implement crypto.Signer");
  }
  const { name: algorithm, hash } = algorithmOf(signer);
  const subject = subjectOf(request.name);
  const start = new Date(Number(options.now() / 1_000_000_000n) * 1000);
  // Go's durations have 64 bits of nanoseconds: more than 292 years come out as something else.
  const validity = BigInt.asIntN(64, BigInt(request.days) * NANOSECONDS_PER_DAY);
  const end = new Date(start.getTime() + Number(validity / 1_000_000n));
  const serial = options.random(16);
  serial[0] = (serial[0]! & 0x7f) | 0x01;
  const body = der.sequence(
    der.tagged(0, der.integer(new Uint8Array([2])), true),
    der.integer(serial),
    algorithm,
    issuer?.subject ?? subject,
    der.sequence(der.time(start), der.time(end)),
    subject,
    spki,
    der.tagged(3, extensionsOf(request, keyIdentifier, issuer), true),
  );
  return pem("CERTIFICATE", der.sequence(body, algorithm, der.bitString(sign(hash, body, signer))));
}

/** The name and key of an authority that a template gives. */
function issuerOf(authority: Struct): Issuer {
  const [cert, key] = authority.values as [string, string];
  const block = readPem(cert);
  if (!block) throw new GoError("unable to decode certificate");
  const parsed = parseCertificate(block.bytes);
  const privateKey = prefixed("error parsing private key", () => parseKey(key));
  return { subject: subjectBytes(block.bytes), key: privateKey, keyIdentifier: keyIdentifierOf(parsed) };
}

function parseCertificate(bytes: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(bytes);
  } catch (error) {
    throw new GoError("error parsing certificate: x509: malformed certificate", { cause: error });
  }
}

/** The parts of the signed body of a certificate. */
function bodyOf(bytes: Uint8Array): der.DerPart[] {
  const [outer] = der.readParts(bytes)!;
  const [body] = der.readParts(outer!.content)!;
  const parts = der.readParts(body!.content)!;
  // The version may be missing.
  return parts[0]!.tag === 0xa0 ? parts.slice(1) : parts;
}

function subjectBytes(bytes: Uint8Array): Uint8Array {
  return bodyOf(bytes)[4]!.whole;
}

function keyIdentifierOf(parsed: X509Certificate): Uint8Array | undefined {
  const extensions = bodyOf(parsed.raw).find((part) => part.tag === 0xa3);
  if (!extensions) return undefined;
  const wanted = der.identifier("2.5.29.14");
  for (const { content } of der.readParts(der.readParts(extensions.content)![0]!.content)!) {
    const parts = der.readParts(content)!;
    if (Buffer.compare(Buffer.from(parts[0]!.whole), wanted) !== 0) continue;
    return der.readParts(parts.at(-1)!.content)![0]!.content;
  }
  return undefined;
}

// Arguments

function addressesOf(list: readonly unknown[] | null): Uint8Array[] {
  return (list ?? []).map((item) => {
    if (typeof item !== "string") throw new GoError(`error parsing ip: ${formatPlain(item)} is not a string`);
    const bytes = addressBytes(item);
    if (!bytes) throw new GoError(`error parsing ip: ${item}`);
    return bytes;
  });
}

function dnsNamesOf(list: readonly unknown[] | null): string[] {
  return (list ?? []).map((item) => {
    if (typeof item === "string") return item;
    throw new GoError(`error processing alternate dns name: ${formatPlain(item)} is not a string`);
  });
}

function requestOf(
  name: string,
  ips: readonly unknown[] | null,
  dns: readonly unknown[] | null,
  days: number,
): Request {
  return { name, addresses: addressesOf(ips), dnsNames: dnsNamesOf(dns), days, isAuthority: false };
}

function buildCustom(cert64: string, key64: string): Struct {
  const decode = (text: string, what: string): string => {
    try {
      return fromBytes(decodeBase64(text));
    } catch (error) {
      throw new GoError(`unable to decode base64 ${what}`, { cause: error });
    }
  };
  const cert = decode(cert64, "certificate");
  const key = decode(key64, "private key");
  const block = readPem(cert);
  if (!block) throw new GoError("unable to decode certificate");
  parseCertificate(block.bytes);
  prefixed("error parsing private key", () => parseKey(key));
  return certificate(cert, key);
}

/** Functions that make keys and certificates. */
export function certificateFunctions(options: CertificateOptions): Record<string, GoFunction> {
  const make = (request: Request, key: KeyObject, issuer?: Issuer): Struct =>
    certificate(issue(request, key, issuer, options), keyPem(key));
  const authority = (name: string, days: number, key: KeyObject): Struct =>
    make({ name, addresses: [], dnsNames: [], days, isAuthority: true }, key);
  type List = readonly unknown[] | null;
  const list = [stringType, listType, listType, intType];
  const given = (key: string): KeyObject => prefixed("parsing private key", () => parseKey(key));
  return {
    genPrivateKey: goFunction("string", generatePrivateKey),
    buildCustomCert: goFunction("string string", buildCustom),
    genCA: goFunction("string int", (name: string, days: number) => authority(name, days, newRsaKey(2048))),
    genCAWithKey: goFunction("string int string", (name: string, days: number, key: string) =>
      authority(name, days, given(key)),
    ),
    genSelfSignedCert: makeFunction(list, (name: string, ips: List, dns: List, days: number) =>
      make(requestOf(name, ips, dns, days), newRsaKey(2048)),
    ),
    genSelfSignedCertWithKey: makeFunction(
      [...list, stringType],
      (name: string, ips: List, dns: List, days: number, key: string) =>
        make(requestOf(name, ips, dns, days), given(key)),
    ),
    genSignedCert: makeFunction(
      [...list, certificateType],
      (name: string, ips: List, dns: List, days: number, ca: Struct) => {
        const request = requestOf(name, ips, dns, days);
        return make(request, newRsaKey(2048), issuerOf(ca));
      },
    ),
    genSignedCertWithKey: makeFunction(
      [...list, certificateType, stringType],
      (name: string, ips: List, dns: List, days: number, ca: Struct, key: string) =>
        make(requestOf(name, ips, dns, days), given(key), issuerOf(ca)),
    ),
  };
}
