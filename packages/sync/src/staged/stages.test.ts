import type { KubeObject } from "@hawser/kube";
import { expect, test } from "vitest";
import { stagesOf } from "./stages.ts";

const object = (apiVersion: string, kind: string, name = "x"): KubeObject => ({ apiVersion, kind, metadata: { name } });

test("definitions, then classes, then custom stages, then the rest, each in its order", () => {
  const objects = [
    object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"),
    object("example.com/v1", "Shop", "b"),
    object("example.com/v1", "Shop", "a"),
    object("apps/v1", "Deployment"),
    object("v1", "ConfigMap"),
    object("storage.k8s.io/v1", "StorageClass"),
    object("example.com/v1", "First"),
    object("rbac.authorization.k8s.io/v1", "ClusterRole"),
    object("v1", "Namespace"),
    object("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
  ];
  expect(
    stagesOf(objects, ["example.com/First"]).map(({ objects: found, awaited }) => [
      awaited,
      ...found.map(({ kind, metadata }) => `${kind}/${metadata.name}`),
    ]),
  ).toEqual([
    [true, "CustomResourceDefinition/x", "Namespace/x", "ClusterRole/x"],
    [true, "StorageClass/x"],
    [false, "First/x"],
    [false, "ConfigMap/x", "Deployment/x", "Shop/a", "Shop/b", "ValidatingWebhookConfiguration/x"],
  ]);
});
