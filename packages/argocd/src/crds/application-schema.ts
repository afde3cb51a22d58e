import type { Schema } from "@hawser/kube";
import { anything, fields, flag, list, map, text, whole } from "./schema.ts";

const intOrText: Schema = { "x-kubernetes-int-or-string": true };

const source: Schema = fields(
  {
    repoURL: text,
    path: text,
    targetRevision: text,
    chart: text,
    ref: text,
    name: text,
    helm: anything,
    plugin: anything,
    kustomize: fields({
      namePrefix: text,
      nameSuffix: text,
      namespace: text,
      version: text,
      images: list(text),
      replicas: list(fields({ name: text, count: intOrText }, ["name", "count"])),
      commonLabels: map(),
      commonAnnotations: map(),
      commonAnnotationsEnvsubst: flag,
      forceCommonLabels: flag,
      forceCommonAnnotations: flag,
      labelWithoutSelector: flag,
      labelIncludeTemplates: flag,
      components: list(text),
      ignoreMissingComponents: flag,
      kubeVersion: text,
      apiVersions: list(text),
      patches: list(anything),
    }),
    directory: fields({ recurse: flag, include: text, exclude: text, jsonnet: anything }),
  },
  ["repoURL"],
);

const retry = fields({
  limit: whole,
  refresh: flag,
  backoff: fields({ duration: text, factor: whole, maxDuration: text }),
});

const operation = fields({
  info: list(fields({ name: text, value: text }, ["name", "value"])),
  initiatedBy: fields({ automated: flag, username: text }),
  retry,
  sync: fields({
    revision: text,
    revisions: list(text),
    prune: flag,
    dryRun: flag,
    autoHealAttemptsCount: whole,
    manifests: list(text),
    resources: list(fields({ group: text, kind: text, name: text, namespace: text }, ["kind", "name"])),
    source,
    sources: list(source),
    syncOptions: list(text),
    syncStrategy: fields({ apply: fields({ force: flag }), hook: fields({ force: flag }) }),
  }),
});

export const applicationSpec: Schema = fields(
  {
    project: text,
    source,
    sources: list(source),
    sourceHydrator: anything,
    destination: fields({ server: text, name: text, namespace: text }),
    syncPolicy: fields({
      automated: fields({ prune: flag, selfHeal: flag, allowEmpty: flag, enabled: flag }),
      syncOptions: list(text),
      retry,
      managedNamespaceMetadata: fields({ labels: map(), annotations: map() }),
    }),
    ignoreDifferences: list(
      fields(
        {
          group: text,
          kind: text,
          name: text,
          namespace: text,
          jsonPointers: list(text),
          jqPathExpressions: list(text),
          managedFieldsManagers: list(text),
        },
        ["kind"],
      ),
    ),
    info: list(fields({ name: text, value: text }, ["name", "value"])),
    revisionHistoryLimit: whole,
  },
  ["destination", "project"],
);

/** The whole Application. Its status is the controller's own and not checked field by field. */
export const applicationSchema: Schema = fields(
  { apiVersion: text, kind: text, metadata: { type: "object" }, spec: applicationSpec, status: anything, operation },
  ["metadata", "spec"],
);
