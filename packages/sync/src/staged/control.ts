import type { KubeObject } from "@hawser/kube";

/** The value of a control annotation or label such as `kustomize.toolkit.fluxcd.io/prune`, in lower case. */
export function controlOf(object: KubeObject, group: string, name: string): string | undefined {
  const key = `${group}/${name}`;
  return (object.metadata.annotations?.[key] ?? object.metadata.labels?.[key])?.toLowerCase();
}

/** True when a control annotation or label has this value, in whatever case. */
export function isSwitched(object: KubeObject, group: string, name: string, value: string): boolean {
  return controlOf(object, group, name) === value;
}
