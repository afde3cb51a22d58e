import fs from "node:fs";
import { webcrypto } from "node:crypto";
import type { DataFolder } from "./data-folder.ts";

/** PEM texts: the CA, and what the loopback servers show. */
export interface Certificates {
  ca: string;
  cert: string;
  key: string;
}

const VALID_DAYS = 3650;
/** The names that loopback clients use, and those of the Service that `kubectl port-forward` leads to. */
const SERVER_NAMES = [
  "localhost",
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "argocd-server",
  "argocd-server.argocd",
  "argocd-server.argocd.svc",
];

/** Reads the folder's certificates, or makes a CA and a server certificate at the first start. Keys are 0600. */
export async function loadCertificates(folder: DataFolder): Promise<Certificates> {
  const [ca, cert, key] = ["ca.crt", "server.crt", "server.key"].map((name) => readIfThere(folder.path(name)));
  if (ca !== undefined && cert !== undefined && key !== undefined) return { ca, cert, key };

  const made = await makeCertificates();
  folder.writeSecret("ca.crt", made.ca);
  folder.writeSecret("server.crt", made.cert);
  folder.writeSecret("server.key", made.key);
  return made;
}

async function makeCertificates(): Promise<Certificates> {
  // Only the first start pays for loading the certificate library. Its containers need the metadata API first.
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  // Node's own WebCrypto; the library types it as the browser's.
  x509.cryptoProvider.set(webcrypto as never);
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const [caKeys, serverKeys] = await Promise.all([generateKeys(), generateKeys()]);
  const notBefore = new Date(Date.now() - 60_000);
  const notAfter = new Date(notBefore.getTime() + VALID_DAYS * 86_400_000);

  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Hawser CA",
    notBefore,
    notAfter,
    keys: caKeys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  const server = await x509.X509CertificateGenerator.create({
    subject: "CN=hawser",
    issuer: ca.subject,
    notBefore,
    notAfter,
    publicKey: serverKeys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...SERVER_NAMES.map((value) => ({ type: "dns" as const, value })),
        { type: "ip", value: "127.0.0.1" },
        { type: "ip", value: "::1" },
      ]),
    ],
  });
  // The CA's key is not kept: nothing else is ever signed with it.
  return { ca: ca.toString("pem"), cert: server.toString("pem"), key: await privateKeyPem(serverKeys.privateKey) };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key)).toString("base64");
  return `-----BEGIN PRIVATE KEY-----\n${der.replace(/(.{64})/g, "$1\n").trimEnd()}\n-----END PRIVATE KEY-----\n`;
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
