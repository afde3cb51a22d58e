import { writeYaml } from "@hawser/goyaml";

/** A kubeconfig for one cluster with a token. */
export function kubeconfigText(options: { name: string; server: string; ca: string; token: string }): string {
  const { name, server, ca, token } = options;
  return writeYaml({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [{ name, cluster: { server, "certificate-authority-data": Buffer.from(ca).toString("base64") } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: { token } }],
  });
}
