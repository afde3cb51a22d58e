import { randomBytes } from "node:crypto";
import { hasReason, type Client, type KubeObject } from "@hawser/kube";
import { compare, hash } from "@node-rs/bcrypt";
import { jwtVerify, SignJWT } from "jose";

const NAMESPACE = "argocd";
const ISSUER = "argocd";
const SESSION_SECONDS = 24 * 60 * 60;
const BCRYPT_COST = 10;
/** What a token for this machine's user is called: it lies beside the data, and no password guards it. */
const LOCAL = "local";
/** No longer text is hashed: a login must not cost more than a login. */
const MAX_PASSWORD = 256;

const secretRef = (
  name: string,
): { group: string; version: string; kind: string; namespace: string; name: string } => ({
  group: "",
  version: "v1",
  kind: "Secret",
  namespace: NAMESPACE,
  name,
});

/** The `admin` account, kept where Argo CD keeps it: `argocd-secret`, and the first password in `argocd-initial-admin-secret`. */
export interface Accounts {
  /** A session token, or undefined for a wrong name or password. */
  login(username: string, password: string): Promise<string | undefined>;
  /** Who a token belongs to; undefined when it is not valid. */
  verify(token: string): Promise<string | undefined>;
  /** A token for programs of this machine's user. */
  issue(username: string): Promise<string>;
  /** False when the present password is another. All sessions of before end. */
  changePassword(present: string, next: string): Promise<boolean>;
}

export async function openAccounts(client: Client): Promise<Accounts> {
  await ensureSecrets(client);

  const values = async (): Promise<Record<string, string>> => {
    const secret = await client.get(secretRef("argocd-secret"));
    return Object.fromEntries(
      Object.entries((secret?.data ?? {}) as Record<string, string>).map(([key, value]) => [
        key,
        Buffer.from(value, "base64").toString("utf8"),
      ]),
    );
  };
  const key = async (): Promise<Uint8Array> => Buffer.from((await values())["server.secretkey"] ?? "");
  const issue = async (username: string, kind: "login" | typeof LOCAL): Promise<string> =>
    new SignJWT({})
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer(ISSUER)
      .setSubject(`${username}:${kind}`)
      .setIssuedAt()
      .setJti(randomBytes(16).toString("hex"))
      .setExpirationTime(`${SESSION_SECONDS}s`)
      .sign(await key());

  return {
    async login(username, password) {
      const stored = (await values())["admin.password"] ?? "";
      const given = password.slice(0, MAX_PASSWORD);
      // Compared whatever the name is, so that the time does not tell which names exist.
      const matches = await compare(given, stored);
      return matches && username === "admin" ? issue(username, "login") : undefined;
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, await key(), { issuer: ISSUER, algorithms: ["HS256"] });
        const [username, kind] = (payload.sub ?? "").split(":");
        if (kind === LOCAL) return username;
        const changed = Date.parse((await values())["admin.passwordMtime"] ?? "");
        return Number.isNaN(changed) || (payload.iat ?? 0) * 1000 + 1000 >= changed ? username : undefined;
      } catch {
        return undefined;
      }
    },
    issue: (username) => issue(username, LOCAL),
    async changePassword(present, next) {
      if (!(await compare(present.slice(0, MAX_PASSWORD), (await values())["admin.password"] ?? ""))) return false;
      const stringData = {
        "admin.password": await hash(next, { cost: BCRYPT_COST }),
        "admin.passwordMtime": new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      };
      const write = { fieldManager: "argocd-server" };
      await client.patch(secretRef("argocd-secret"), { type: "merge", body: { stringData } }, write);
      return true;
    },
  };
}

async function ensureSecrets(client: Client): Promise<void> {
  if (await client.get(secretRef("argocd-secret"))) return;
  const password = randomBytes(12).toString("base64url").slice(0, 16);
  const object = (name: string, stringData: Record<string, string>): KubeObject => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name,
      namespace: NAMESPACE,
      labels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "argocd" },
    },
    type: "Opaque",
    stringData,
  });
  const created = [
    // The password that is told comes first: it must never be lost while its hash is kept.
    object("argocd-initial-admin-secret", { password }),
    object("argocd-secret", {
      "admin.password": await hash(password, { cost: BCRYPT_COST }),
      "admin.passwordMtime": new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      "server.secretkey": randomBytes(32).toString("base64"),
    }),
  ];
  for (const secret of created) {
    try {
      await client.create(secret, { fieldManager: "argocd-server" });
    } catch (error) {
      if (!hasReason(error, "AlreadyExists")) throw error;
      if (secret.metadata.name === "argocd-initial-admin-secret")
        await client.update(secret, { fieldManager: "argocd-server" });
    }
  }
}
