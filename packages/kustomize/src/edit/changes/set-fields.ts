import type { KustomizationChange } from "../edit-kustomization.ts";

/** `namespace`; empty removes it. */
export function setNamespace(value: string): KustomizationChange {
  return setText("namespace", value);
}

export function setNamePrefix(value: string): KustomizationChange {
  return setText("namePrefix", value);
}

export function setNameSuffix(value: string): KustomizationChange {
  return setText("nameSuffix", value);
}

function setText(field: "namespace" | "namePrefix" | "nameSuffix", value: string): KustomizationChange {
  return (kustomization) => {
    if (value === "") delete kustomization[field];
    else kustomization[field] = value;
  };
}
