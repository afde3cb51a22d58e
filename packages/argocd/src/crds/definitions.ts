import type { KubeObject, Schema } from "@hawser/kube";
import { applicationSchema } from "./application-schema.ts";
import { anything, fields, flag, list, map, text } from "./schema.ts";

interface Column {
  name: string;
  type: string;
  jsonPath: string;
  priority?: number;
}

function definition(
  kind: string,
  plural: string,
  shortNames: string[],
  schema: Schema,
  columns: Column[],
  statusSubresource: boolean,
): KubeObject {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${plural}.argoproj.io`,
      labels: { "app.kubernetes.io/name": `${plural}.argoproj.io`, "app.kubernetes.io/part-of": "argocd" },
    },
    spec: {
      group: "argoproj.io",
      scope: "Namespaced",
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase(), shortNames },
      versions: [
        {
          name: "v1alpha1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
          ...(columns.length > 0 ? { additionalPrinterColumns: columns } : {}),
          subresources: statusSubresource ? { status: {} } : {},
        },
      ],
    },
  };
}

const template: Schema = fields(
  {
    metadata: fields({ name: text, namespace: text, labels: map(), annotations: map(), finalizers: list(text) }),
    // Templates put text where numbers and truth values end up.
    spec: anything,
  },
  ["metadata", "spec"],
);

const applicationSetSpec = fields(
  {
    goTemplate: flag,
    goTemplateOptions: list(text),
    generators: list(anything),
    template,
    templatePatch: text,
    syncPolicy: fields({ applicationsSync: text, preserveResourcesOnDeletion: flag }),
    strategy: anything,
    preservedFields: fields({ annotations: list(text), labels: list(text) }),
    ignoreApplicationDifferences: list(anything),
    applyNestedSelectors: flag,
  },
  ["generators", "template"],
);

const whole = (spec: Schema): Schema =>
  fields({ apiVersion: text, kind: text, metadata: { type: "object" }, spec, status: anything }, ["metadata", "spec"]);
const groupKinds = list(fields({ group: text, kind: text, name: text }, ["group", "kind"]));

/** The CustomResourceDefinitions of Argo CD's kinds, with its columns and short names. */
export const argocdDefinitions: readonly KubeObject[] = [
  definition(
    "Application",
    "applications",
    ["app", "apps"],
    applicationSchema,
    [
      { name: "Sync Status", type: "string", jsonPath: ".status.sync.status" },
      { name: "Health Status", type: "string", jsonPath: ".status.health.status" },
      { name: "Revision", type: "string", jsonPath: ".status.sync.revision", priority: 10 },
      { name: "Project", type: "string", jsonPath: ".spec.project", priority: 10 },
    ],
    false,
  ),
  definition("ApplicationSet", "applicationsets", ["appset", "appsets"], whole(applicationSetSpec), [], true),
  definition(
    "AppProject",
    "appprojects",
    ["appproj", "appprojs"],
    whole(
      fields({
        description: text,
        sourceRepos: list(text),
        destinations: list(fields({ server: text, name: text, namespace: text })),
        clusterResourceWhitelist: groupKinds,
        clusterResourceBlacklist: groupKinds,
        namespaceResourceWhitelist: groupKinds,
        namespaceResourceBlacklist: groupKinds,
        sourceNamespaces: list(text),
        roles: list(anything),
        orphanedResources: anything,
        syncWindows: list(anything),
        signatureKeys: list(anything),
        permitOnlyProjectScopedClusters: flag,
        destinationServiceAccounts: list(anything),
      }),
    ),
    [],
    true,
  ),
];

/** The project that every installation has. */
export const defaultProject: KubeObject = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "AppProject",
  metadata: { name: "default", namespace: "argocd" },
  spec: {
    clusterResourceWhitelist: [{ group: "*", kind: "*" }],
    destinations: [{ namespace: "*", server: "*" }],
    sourceRepos: ["*"],
  },
};
