import type { MapNode, NodePlace } from "@hawser/goyaml";

/** One thing that a build does to resources: it reads, generates, patches or transforms them. */
export interface Step {
  /** Who does it: a field of the kustomization with its index (`resources[0]`, `patches[2]`, `namePrefix`), or `nameReference`, `nameHash`, `vars`. */
  readonly what: string;
  /** Where that is configured: the entry in its kustomization, or the plugin's file. */
  readonly place: NodePlace | undefined;
}

/** What a step made of one resource. `before` is undefined where the resource began. */
export interface Change {
  readonly step: Step;
  readonly before: MapNode | undefined;
  readonly after: MapNode;
}
