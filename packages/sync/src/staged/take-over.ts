import { fieldsOfEntry, type KubeObject, LAST_APPLIED, type ManagedFieldsEntry, union } from "@hawser/kube";

/** True when fields of a live object belong to somebody by hand, and so would outlive an apply that does not name them. */
export function isHeldByHand(live: KubeObject, desired: KubeObject, fieldManager: string): boolean {
  const { managedFields = [], annotations = {} } = live.metadata;
  const isDesired = LAST_APPLIED in (desired.metadata.annotations ?? {});
  return (!isDesired && LAST_APPLIED in annotations) || managedFields.some((entry) => isByHand(entry, fieldManager));
}

/** The owners with all that was written by hand handed over to `fieldManager`, which takes away what it does not apply. */
export function takenOver(object: KubeObject, fieldManager: string): ManagedFieldsEntry[] {
  const { managedFields = [] } = object.metadata;
  const isOwn = ({ manager, operation, subresource }: ManagedFieldsEntry): boolean =>
    manager === fieldManager && operation === "Apply" && (subresource ?? "") === "";
  const joined = managedFields.filter((entry) => isOwn(entry) || isByHand(entry, fieldManager));
  const [first] = joined;
  if (!first) return [...managedFields];
  const own: ManagedFieldsEntry = {
    ...(joined.find(isOwn) ?? first),
    manager: fieldManager,
    operation: "Apply",
    fieldsV1: joined.map(fieldsOfEntry).reduce(union) as Record<string, unknown>,
  };
  return [own, ...managedFields.filter((entry) => !joined.includes(entry))];
}

// Whoever wants a change by hand to stay gives another name, such as flux-client-side-apply: as under Flux.
function isByHand({ manager = "", operation, subresource }: ManagedFieldsEntry, fieldManager: string): boolean {
  if ((subresource ?? "") !== "") return false;
  if (manager.startsWith("kubectl")) return true;
  return operation === "Update" && (manager === "before-first-apply" || manager === fieldManager);
}
