import { isMap, type Node, type NodePlace, toJson } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { currentId, type Resource } from "../resource.ts";
import { fieldHistory, leafPaths, lookup, type PathSegment, showPath } from "./field-history.ts";
import { resolveFieldPath } from "./field-path.ts";

/** A place in a file of the build; line and column count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a field got its value, from the base to the result. */
export interface FieldExplanation {
  /** `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /** What it is in the result; undefined where a step removed it. */
  readonly value: unknown;
  readonly changes: readonly ExplainedChange[];
}

export interface ExplainedChange {
  /** Who gave the value: `resources[0]`, `patches[1]`, `namePrefix`, `nameReference` … */
  readonly what: string;
  /** Where the value is written. */
  readonly at: Location | undefined;
  /** Where the step is asked for, when the value is written somewhere else. */
  readonly configuredAt: Location | undefined;
  readonly before: unknown;
  readonly after: unknown;
}

/** Which object somebody means; what is left out means any. Kinds are found whatever their case. */
export interface ObjectName {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/**
 * The one resource of a result that has a name. Throws `KustomizeError`, with the names that there are, when it is none
 * or several. A name that the build lengthened by a prefix, suffix or hash is found by its earlier form, too.
 */
export function findResource(resources: readonly Resource[], wanted: ObjectName): Resource {
  const ofKind = resources.filter((resource) => {
    const { group, kind, namespace } = currentId(resource);
    return (
      kind.toLowerCase() === wanted.kind.toLowerCase() &&
      (wanted.group === undefined || wanted.group === group) &&
      (wanted.namespace === undefined || wanted.namespace === namespace)
    );
  });
  const named = ofKind.filter((resource) => currentId(resource).name === wanted.name);
  const found =
    named.length > 0 ? named : ofKind.filter(({ previous }) => previous.some(({ name }) => name === wanted.name));
  const [only, ...more] = found;
  if (only && more.length === 0) return only;
  const candidates = (only ? found : ofKind.length > 0 ? ofKind : resources).slice(0, 20).map(shownName);
  const problem = only ? "means several objects" : "is not in the result";
  throw new KustomizeError(
    "not-found",
    `${wanted.kind}/${wanted.name} ${problem}${candidates.length === 0 ? "" : `: there are ${candidates.join(", ")}`}`,
  );
}

/**
 * Says for a field, or for all fields below it, or for all of an object, which steps gave it its value. The build must
 * have been traced. Throws `KustomizeError` for a field that never was.
 */
export function explain(resource: Resource, path = ""): FieldExplanation[] {
  const { node, history = [] } = resource;
  const at = resolveFieldPath(node, path);
  const field = lookup(node, at);
  const paths = field ? leafPaths(field, at) : [at];
  const explained = paths.map((leaf) => explainLeaf(resource, leaf));
  if (field === undefined && fieldHistory(history, at).length === 0) {
    const parent = lookup(node, at.slice(0, -1));
    const known = isMap(parent) ? parent.keys.map(({ text }) => text) : [];
    throw new KustomizeError(
      "not-found",
      `${shownName(resource)} has no field ${showPath(at)}${known.length === 0 ? "" : `; beside it there are ${known.join(", ")}`}`,
    );
  }
  return explained;
}

function explainLeaf({ node, history = [] }: Resource, path: readonly PathSegment[]): FieldExplanation {
  return {
    path: showPath(path),
    value: valueOf(lookup(node, path)),
    changes: fieldHistory(history, path).map(({ step, place, before, after }) => {
      const at = locationOf(place);
      const configuredAt = locationOf(step.place);
      const isSame = at !== undefined && configuredAt?.file === at.file && configuredAt.line === at.line;
      return {
        what: step.what,
        at,
        configuredAt: isSame ? undefined : configuredAt,
        before: valueOf(before),
        after: valueOf(after),
      };
    }),
  };
}

function valueOf(node: Node | undefined): unknown {
  return node && toJson(node);
}

function locationOf(place: NodePlace | undefined): Location | undefined {
  return place && { file: place.source.file, line: place.line, column: place.column };
}

function shownName(resource: Resource): string {
  const { kind, name, namespace } = currentId(resource);
  return `${kind}/${name}${namespace === "" ? "" : ` in ${namespace}`}`;
}
