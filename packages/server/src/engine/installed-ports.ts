import net from "node:net";
import { argocdServerPort, joinStreams } from "../argocd-server/argocd-server-port.ts";
import { HOST, type RunningApi } from "../start-api.ts";

/** What is forwarded to the Pods of an installed Argo CD and Flux reaches this process's own servers. */
export function answerInstalledPorts(api: RunningApi): void {
  const { certificates, ports } = api;
  api.answerPort(
    { namespace: "argocd", component: "argocd-server", port: 8080 },
    argocdServerPort({ certificates, target: { host: HOST, port: ports.ui } }),
  );
  for (const at of [
    { namespace: "argocd", component: "argocd-application-controller", port: 8082 },
    { namespace: "flux-system", component: "source-controller", port: 8080 },
    { namespace: "flux-system", component: "kustomize-controller", port: 8080 },
  ])
    api.answerPort(at, (connection) => joinStreams(connection, net.connect(ports.metrics, HOST)));
}
