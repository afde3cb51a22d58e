import { type KubeObject, type Schema, type TypeSchema } from "@hawser/kube";
import type { ResourceType } from "./resource-type.ts";

/** `apiextensions.k8s.io/v1` CustomResourceDefinition. */
export interface CustomResourceDefinition extends KubeObject {
  spec: {
    group: string;
    scope: "Namespaced" | "Cluster";
    names: {
      plural: string;
      singular?: string;
      kind: string;
      listKind?: string;
      shortNames?: string[];
      categories?: string[];
    };
    versions: CustomResourceVersion[];
    preserveUnknownFields?: boolean;
  };
  status?: Record<string, unknown>;
}

export interface CustomResourceVersion {
  name: string;
  served: boolean;
  storage: boolean;
  deprecated?: boolean;
  schema?: { openAPIV3Schema?: Schema };
  subresources?: {
    status?: object;
    scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string };
  };
  additionalPrinterColumns?: {
    name: string;
    type: string;
    format?: string;
    priority?: number;
    jsonPath: string;
  }[];
}

const VERBS = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"] as const;
const AGE = { name: "Age", type: "date", format: "", priority: 0, jsonPath: ".metadata.creationTimestamp" };

/** The kinds that a definition brings, one for each served version. */
export function typesOf(crd: CustomResourceDefinition): ResourceType[] {
  const { group, scope, names, versions } = crd.spec;
  const storageVersion = versions.find(({ storage }) => storage)?.name ?? versions[0]?.name ?? "v1";
  return versions
    .filter(({ served }) => served)
    .map((version): ResourceType => {
      const { subresources, additionalPrinterColumns } = version;
      const columns = (additionalPrinterColumns ?? [AGE]).map((column) => ({
        name: column.name,
        type: column.type,
        format: column.format ?? "",
        priority: column.priority ?? 0,
        jsonPath: column.jsonPath,
      }));
      const scale = subresources?.scale;
      return {
        group,
        version: version.name,
        kind: names.kind,
        resource: names.plural,
        singular: names.singular ?? names.kind.toLowerCase(),
        shortNames: names.shortNames ?? [],
        categories: names.categories ?? [],
        namespaced: scope === "Namespaced",
        verbs: VERBS,
        subresources: [...(subresources?.status ? ["status"] : []), ...(scale ? ["scale"] : [])],
        bucket: `${group}/${names.plural}`,
        storageVersion,
        schema: schemaOf(version),
        columns: [{ name: "Name", type: "string", format: "name", priority: 0 }, ...columns],
        customColumns: columns,
        hasStatus: subresources?.status !== undefined,
        scale: scale && {
          specReplicas: scale.specReplicasPath,
          statusReplicas: scale.statusReplicasPath,
          labelSelector: scale.labelSelectorPath,
        },
        countsGenerations: true,
        custom: true,
      };
    });
}

const TEXT: Schema = { type: "string" };

function schemaOf(version: CustomResourceVersion): TypeSchema | undefined {
  const root = version.schema?.openAPIV3Schema;
  if (!root) return undefined;
  return {
    // Identity belongs to every object, whether the author wrote it down or not.
    root: {
      ...root,
      properties: { ...root.properties, apiVersion: TEXT, kind: TEXT, metadata: { type: "object" } },
    },
    resolve: (schema) => schema,
  };
}
