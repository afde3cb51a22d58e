import { writeNode } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { readResources } from "../load/resources.ts";
import { newResource } from "../resource.ts";
import { ResourceSet } from "../resource-set.ts";
import { builtinSchema } from "../schema/builtin-schema.ts";
import type { TransformContext } from "./context.ts";

/** Only for tests: the objects of a text as a build has them. */
export function readSet(text: string): ResourceSet {
  const set = new ResourceSet();
  for (const node of readResources(text, "resources.yaml", "resources.yaml")) set.append(newResource(node));
  return set;
}

/** Only for tests: the objects as they are printed. */
export function writeSet(set: ResourceSet): string {
  return set.list.map(({ node }) => writeNode(node)).join("---\n");
}

/** Only for tests: what transformers get in a build with these files. */
export function testContext(files: Readonly<Record<string, string>> = {}): TransformContext {
  return {
    schema: builtinSchema,
    place: undefined,
    files: {
      read(name) {
        const text = files[name];
        if (text === undefined) throw new KustomizeError("not-found", `no file ${name}`);
        return Promise.resolve({ path: name, text, bytes: new TextEncoder().encode(text) });
      },
    },
  };
}
