import type { KubeObject, Schema } from "@hawser/kube";
import { gitRepositorySpec, gitRepositoryStatus } from "./git-repository-schema.ts";
import { kustomizationSpec, kustomizationStatus } from "./kustomization-schema.ts";

interface Definition {
  group: string;
  kind: string;
  plural: string;
  shortName: string;
  category: string;
  description: string;
  spec: Schema;
  status: Schema;
  columns?: readonly { name: string; jsonPath: string }[];
}

const READY = '.status.conditions[?(@.type=="Ready")]';

function definition(given: Definition): KubeObject {
  const { group, kind, plural, shortName, category } = given;
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${plural}.${group}`,
      labels: { "app.kubernetes.io/part-of": "flux", "app.kubernetes.io/instance": "flux-system" },
    },
    spec: {
      group,
      scope: "Namespaced",
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        shortNames: [shortName],
        categories: ["all", "fluxcd", category],
      },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: "object",
              description: given.description,
              properties: {
                apiVersion: { type: "string", description: "The version of this kind." },
                kind: { type: "string", description: "The kind." },
                metadata: { type: "object" },
                spec: given.spec,
                status: given.status,
              },
            },
          },
          additionalPrinterColumns: [
            ...(given.columns ?? []).map((column) => ({ ...column, type: "string" })),
            { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
            { name: "Ready", type: "string", jsonPath: `${READY}.status` },
            { name: "Status", type: "string", jsonPath: `${READY}.message` },
          ],
          subresources: { status: {} },
        },
      ],
    },
  };
}

/** The CustomResourceDefinitions of Flux's kinds, with its columns and short names. */
export const fluxDefinitions: readonly KubeObject[] = [
  definition({
    group: "source.toolkit.fluxcd.io",
    kind: "GitRepository",
    plural: "gitrepositories",
    shortName: "gitrepo",
    category: "fluxcd-sources",
    description: "A Git repository whose newest revision others use.",
    spec: gitRepositorySpec,
    status: gitRepositoryStatus,
    columns: [{ name: "URL", jsonPath: ".spec.url" }],
  }),
  definition({
    group: "kustomize.toolkit.fluxcd.io",
    kind: "Kustomization",
    plural: "kustomizations",
    shortName: "ks",
    category: "fluxcd-appliers",
    description: "A folder of a source that is built with Kustomize and kept applied.",
    spec: kustomizationSpec,
    status: kustomizationStatus,
  }),
];
