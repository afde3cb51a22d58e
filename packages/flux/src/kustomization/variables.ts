import type { LiveState } from "@hawser/sync";
import type { Kustomization } from "../api/kustomization.ts";

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The variables of a Kustomization, later sources winning; undefined when nothing is to be substituted. */
export async function variablesOf(ks: Kustomization, live: LiveState): Promise<Map<string, string> | undefined> {
  const { postBuild } = ks.spec;
  if (!postBuild) return undefined;
  const namespace = ks.metadata.namespace ?? "";
  const variables = new Map<string, string>();
  for (const { kind, name, optional } of postBuild.substituteFrom ?? []) {
    const object = await live.fetch({ group: "", version: "v1", kind, namespace, name });
    if (!object) {
      if (optional === true) continue;
      throw new Error(`substitute from '${kind}/${name}' error: ${kind.toLowerCase()}s "${name}" not found`);
    }
    for (const [key, value] of Object.entries((object.data ?? {}) as Record<string, string>))
      variables.set(key, kind === "Secret" ? Buffer.from(value, "base64").toString("utf8") : value);
  }
  for (const [key, value] of Object.entries(postBuild.substitute ?? {})) variables.set(key, value);
  for (const [key, value] of variables) {
    if (!NAME.test(key))
      throw new Error(`'${key}' var name is invalid, must match '^[_[:alpha:]][_[:alpha:][:digit:]]*$'`);
    variables.set(key, value.replaceAll("\n", ""));
  }
  return variables.size === 0 && postBuild.substituteStrategy !== "Always" ? undefined : variables;
}
