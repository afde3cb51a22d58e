import type { PatchEntry } from "@hawser/kustomize";
import type { FlagSet, FlagValues } from "../../../cobra/flags.ts";

/** What names a patch and its target. */
export const PATCH_FLAGS: FlagSet = [
  { name: "annotation-selector", type: "string", usage: "annotations of the target" },
  { name: "group", type: "string", usage: "API group of the target" },
  { name: "kind", type: "string", usage: "kind of the target" },
  { name: "label-selector", type: "string", usage: "labels of the target" },
  { name: "name", type: "string", usage: "name of the target" },
  { name: "namespace", type: "string", usage: "namespace of the target" },
  { name: "patch", type: "string", usage: "the patch itself; not with --path" },
  { name: "path", type: "string", usage: "file of the patch; not with --patch" },
  { name: "version", type: "string", usage: "API version of the target" },
];

/** The entry of `patches` that the flags describe. */
export function patchOf(flags: FlagValues): PatchEntry {
  const fields = {
    group: flags.text("group"),
    version: flags.text("version"),
    kind: flags.text("kind"),
    name: flags.text("name"),
    namespace: flags.text("namespace"),
    annotationSelector: flags.text("annotation-selector"),
    labelSelector: flags.text("label-selector"),
  };
  const set = Object.entries(fields).filter(([, value]) => value !== "");
  const [path, patch] = [flags.text("path"), flags.text("patch")];
  return {
    ...(path === "" ? {} : { path }),
    ...(patch === "" ? {} : { patch }),
    ...(set.length === 0 ? {} : { target: Object.fromEntries(set) }),
  };
}
