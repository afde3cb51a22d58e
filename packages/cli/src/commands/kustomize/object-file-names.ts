import { isClusterScoped } from "@hawser/kustomize";

/** What a file is named after. */
interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string };
}

/** The files that `build -o DIR` writes objects to; with the namespace in front when there are several. */
export function objectFileNames(objects: readonly Named[]): readonly string[] {
  const namespaces = new Set(objects.map(namespaceOf).filter((namespace) => namespace !== undefined));
  return objects.map((object) => {
    const slash = object.apiVersion.indexOf("/");
    const parts = [
      slash < 0 ? "" : object.apiVersion.slice(0, slash),
      object.apiVersion.slice(slash + 1),
      object.kind,
      object.metadata.name ?? "",
    ].filter((part) => part !== "");
    const name = `${parts.join("_").toLowerCase()}.yaml`;
    const namespace = namespaceOf(object);
    return namespaces.size > 1 && namespace !== undefined ? `${namespace}_${name}` : name;
  });
}

/** None is the default one; undefined for what lives in none. */
function namespaceOf({ apiVersion, kind, metadata }: Named): string | undefined {
  const slash = apiVersion.indexOf("/");
  const group = slash < 0 ? "" : apiVersion.slice(0, slash);
  if (isClusterScoped({ group, version: apiVersion.slice(slash + 1), kind })) return undefined;
  return metadata.namespace === undefined || metadata.namespace === "" ? "default" : metadata.namespace;
}
