import { isBuiltinClusterScoped } from "./builtin-schema.ts";

/** Only what Kubernetes itself ships is known to live outside namespaces; custom kinds count as namespaced. */
export function isClusterScoped(id: { group: string; version: string; kind: string }): boolean {
  return isBuiltinClusterScoped(id.group, id.version, id.kind);
}
