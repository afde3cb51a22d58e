import type { Schema } from "@hawser/kube";
import { conditions, count, duration, fields, flag, list, map, text } from "./schema.ts";

const target: Schema = fields("The objects that are meant.", {
  group: text("API group."),
  version: text("API version."),
  kind: text("Kind."),
  name: text("Name; a regular expression."),
  namespace: text("Namespace; a regular expression."),
  labelSelector: text("Selector of labels."),
  annotationSelector: text("Selector of annotations."),
});

/** `spec` of a Kustomization. */
export const kustomizationSpec: Schema = fields(
  "What to build, and how to bring it into the cluster.",
  {
    interval: duration("How often the cluster is compared with the source."),
    retryInterval: duration("How soon a failed pass is tried again; interval by default."),
    timeout: duration("How long applying and health checks may take; 30s less than interval by default."),
    sourceRef: fields(
      "Where the files come from.",
      {
        apiVersion: text("API version of the source."),
        kind: text("Kind of the source.", { enum: ["OCIRepository", "GitRepository", "Bucket", "ExternalArtifact"] }),
        name: text("Name of the source."),
        namespace: text("Namespace of the source; that of the Kustomization by default."),
      },
      ["kind", "name"],
    ),
    path: text("Folder inside the source; its root by default."),
    prune: flag("Deletes what left the source."),
    deletionPolicy: text("What becomes of the objects when the Kustomization is deleted.", {
      enum: ["MirrorPrune", "Delete", "WaitForTermination", "Orphan"],
    }),
    suspend: flag("Stops reconciling."),
    force: flag("Deletes and creates again what cannot be changed."),
    wait: flag("Waits until all objects are healthy."),
    dependsOn: list(
      fields(
        "A Kustomization that must be ready.",
        {
          name: text("Its name."),
          namespace: text("Its namespace; the same by default."),
          readyExpr: text("A CEL expression that decides instead."),
        },
        ["name"],
      ),
      "Kustomizations that must be ready before.",
    ),
    healthChecks: list(
      fields(
        "An object to wait for.",
        {
          apiVersion: text("Its API version."),
          kind: text("Its kind."),
          name: text("Its name."),
          namespace: text("Its namespace."),
        },
        ["kind", "name"],
      ),
      "Objects to wait for; all of them with wait.",
    ),
    healthCheckExprs: list(
      fields(
        "Health of a custom kind, in CEL.",
        {
          apiVersion: text("API version of the kind."),
          kind: text("The kind."),
          current: text("True when it is healthy."),
          inProgress: text("True while it is not there yet."),
          failed: text("True when it failed."),
        },
        ["apiVersion", "current", "kind"],
      ),
      "Health of custom kinds.",
    ),
    serviceAccountName: text("The account that applies."),
    kubeConfig: fields("Another cluster to apply to.", {
      secretRef: fields("Secret with a kubeconfig.", { name: text("Its name."), key: text("Its key.") }, ["name"]),
      configMapRef: fields("ConfigMap with the way to a cluster.", { name: text("Its name.") }, ["name"]),
    }),
    targetNamespace: text("The namespace of all namespaced objects.", { minLength: 1, maxLength: 63 }),
    namePrefix: text("Put before all names.", { minLength: 1, maxLength: 200 }),
    nameSuffix: text("Put behind all names.", { minLength: 1, maxLength: 200 }),
    commonMetadata: fields("Labels and annotations of all objects.", {
      labels: map("Labels."),
      annotations: map("Annotations."),
    }),
    components: list({ type: "string" }, "Components, relative to path."),
    ignoreMissingComponents: flag("Leaves out components that do not exist."),
    patches: list(
      fields("A change of built objects.", { patch: text("Strategic merge or JSON 6902."), target }, ["patch"]),
      "Changes of built objects.",
    ),
    images: list(
      fields(
        "A change of an image.",
        {
          name: text("The image without a tag."),
          newName: text("Its new name."),
          newTag: text("Its new tag."),
          digest: text("Its digest; wins over newTag."),
        },
        ["name"],
      ),
      "Changes of images.",
    ),
    buildMetadata: list({ type: "string" }, "Annotations that say where objects come from."),
    postBuild: fields("Variables that are put into the built objects.", {
      substitute: map("Variables; they win over substituteFrom."),
      substituteFrom: list(
        fields(
          "An object whose data are variables.",
          {
            kind: text("Its kind.", { enum: ["Secret", "ConfigMap"] }),
            name: text("Its name.", { minLength: 1, maxLength: 253 }),
            optional: flag("Its absence is no error."),
          },
          ["kind", "name"],
        ),
        "Objects whose data are variables; later ones win.",
      ),
      substituteStrategy: text("When to look for variables.", { enum: ["WithVariables", "Always"] }),
    }),
    decryption: fields(
      "How encrypted Secrets are read.",
      {
        provider: text("The format.", { enum: ["sops"] }),
        secretRef: fields("Secret with the keys.", { name: text("Its name.") }, ["name"]),
        serviceAccountName: text("Account for authentication with a cloud."),
      },
      ["provider"],
    ),
    ignore: list(
      fields("Fields of some objects.", { paths: list({ type: "string" }, "JSON pointers."), target }, ["paths"]),
      "Fields that are left to others.",
    ),
  },
  ["interval", "prune", "sourceRef"],
);

/** `status` of a Kustomization. */
export const kustomizationStatus: Schema = {
  ...fields("What the last pass did.", {
    conditions,
    inventory: fields(
      "The objects that were applied.",
      {
        entries: list(
          fields("One object.", { id: text("namespace_name_group_kind."), v: text("API version.") }, ["id", "v"]),
          "The objects.",
        ),
      },
      ["entries"],
    ),
    lastAppliedOriginRevision: text("The origin of the revision that was applied last."),
    lastAppliedRevision: text("The revision that was applied last."),
    lastAttemptedRevision: text("The revision that was tried last."),
    lastHandledReconcileAt: text("The last request that was answered."),
    observedGeneration: count("The generation that was looked at last."),
    history: list({ type: "object", "x-kubernetes-preserve-unknown-fields": true }, "The last passes."),
  }),
  default: { observedGeneration: -1 },
};
