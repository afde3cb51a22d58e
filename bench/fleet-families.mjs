// How a fleet is made and looked at in each family.
const NAMESPACE = "argocd";
const APPS = `/apis/argoproj.io/v1alpha1/namespaces/${NAMESPACE}/applications`;
const FLUX = "flux-system";
const KUSTOMIZATIONS = `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${FLUX}/kustomizations`;
const REPOSITORIES = `/apis/source.toolkit.fluxcd.io/v1/namespaces/${FLUX}/gitrepositories`;

export const families = {
  applications: {
    prepare: () => Promise.resolve(),
    create: (api, name) =>
      api("POST", APPS, {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Application",
        metadata: { name, namespace: NAMESPACE },
        spec: {
          project: "default",
          source: { repoURL: "https://example.com/fleet", path: `apps/${name}/overlays/prod`, targetRevision: "main" },
          destination: { server: "https://kubernetes.default.svc", namespace: "prod" },
          syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ["CreateNamespace=true"] },
        },
      }),
    async countSynced(api, commit) {
      const { items } = await api("GET", APPS);
      return items.filter(
        ({ status, operation }) => status?.sync?.status === "Synced" && status.sync.revision === commit && !operation,
      ).length;
    },
  },
  kustomizations: {
    async prepare(api) {
      await api("POST", "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "prod" } });
      await api("POST", REPOSITORIES, {
        apiVersion: "source.toolkit.fluxcd.io/v1",
        kind: "GitRepository",
        metadata: { name: "fleet", namespace: FLUX },
        spec: { interval: "10m", url: "https://example.com/fleet", ref: { branch: "main" } },
      });
    },
    create: (api, name) =>
      api("POST", KUSTOMIZATIONS, {
        apiVersion: "kustomize.toolkit.fluxcd.io/v1",
        kind: "Kustomization",
        metadata: { name, namespace: FLUX },
        spec: {
          interval: "10m",
          path: `./apps/${name}/overlays/prod`,
          prune: true,
          sourceRef: { kind: "GitRepository", name: "fleet" },
        },
      }),
    async countSynced(api, commit) {
      const { items } = await api("GET", KUSTOMIZATIONS);
      return items.filter(
        ({ status }) =>
          status?.lastAppliedRevision?.endsWith(commit) &&
          status.conditions?.some((one) => one.type === "Ready" && one.status === "True"),
      ).length;
    },
  },
};
