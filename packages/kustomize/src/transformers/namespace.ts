import { isMap, isNull, isScalar, isSequence, MapNode, type Node, nodeAt, ScalarNode } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import type { FieldSpec } from "../config/transformer-config.ts";
import { withMessage, withPlace } from "../load/error-context.ts";
import { currentId, idKey, rememberId, type Resource } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import { configurationError, type TransformContext } from "./context.ts";
import { describeObject } from "./describe-object.ts";
import { FieldSpecs } from "./field-spec.ts";
import { wrongKind } from "./node-kind.ts";

export interface NamespaceArgs {
  readonly namespace?: string;
  readonly fieldSpecs?: readonly FieldSpec[];
  /** Leaves namespaces that are there. */
  readonly unsetOnly?: boolean;
  /** `defaultOnly` unless written: which subjects of role bindings are moved, too. */
  readonly setRoleBindingSubjects?: string;
}

const SUBJECTS = ["defaultOnly", "allServiceAccounts", "none"];

/** Moves objects into a namespace. Throws where two then have the same id. */
export function namespaceTransformer(set: ResourceSet, args: NamespaceArgs, context: TransformContext): void {
  const { namespace = "", fieldSpecs = [], unsetOnly = false, setRoleBindingSubjects = "" } = args;
  if (namespace === "") return;
  const subjects = setRoleBindingSubjects || "defaultOnly";
  if (!SUBJECTS.includes(subjects))
    throw configurationError(
      new KustomizeError(
        "transformer",
        `invalid value "${subjects}" for setRoleBindingSubjects: must be one of "defaultOnly", "none" or "allServiceAccounts"`,
      ),
      context,
    );
  const specs = SpecsByObject.of(fieldSpecs);
  const holders = new Map<string, number>();
  const count = (resource: Resource, by: number): number => {
    const key = idKey(currentId(resource));
    const found = (holders.get(key) ?? 0) + by;
    holders.set(key, found);
    return found;
  };
  for (const resource of set.list) count(resource, 1);
  for (const resource of set.list) {
    rememberId(resource);
    count(resource, -1);
    const set_ = (value: Node): Node => setNamespace(value, namespace, unsetOnly);
    let node = resource.node;
    if (!context.schema.isClusterScoped(currentId(resource))) node = setMetadata(node, set_);
    if (isRoleBinding(currentId(resource).kind)) node = setSubjects(node, subjects, set_);
    try {
      resource.node = specs.change(node, set_);
    } catch (error) {
      throw fieldSpecError(error);
    }
    if (count(resource, 1) > 1) throw conflict(set, resource);
  }
  set.changed();
}

const SORTED = new WeakMap<readonly FieldSpec[], SpecsByObject>();

/** Which fields of the configuration are used depends on the object: its own namespace and name are special. */
class SpecsByObject {
  readonly #all: FieldSpecs;
  readonly #core: FieldSpecs;
  readonly #coreBindings: FieldSpecs;
  readonly #bindings: FieldSpecs;

  /** The same for the same list, which most kustomizations of a build share. */
  static of(fieldSpecs: readonly FieldSpec[]): SpecsByObject {
    let sorted = SORTED.get(fieldSpecs);
    if (!sorted) SORTED.set(fieldSpecs, (sorted = new SpecsByObject(fieldSpecs)));
    return sorted;
  }

  constructor(fieldSpecs: readonly FieldSpec[]) {
    const own = fieldSpecs.filter(({ path }) => path !== "metadata/namespace");
    // A Namespace of another group is no namespace.
    const foreign = own.filter(({ path }) => path !== "metadata/name");
    const withoutSubjects = (specs: readonly FieldSpec[]): FieldSpec[] =>
      specs.filter(({ kind, path }) => !(isRoleBinding(kind ?? "") && path === "subjects/namespace"));
    this.#core = new FieldSpecs(own);
    this.#all = new FieldSpecs(foreign);
    this.#coreBindings = new FieldSpecs(withoutSubjects(own));
    this.#bindings = new FieldSpecs(withoutSubjects(foreign));
  }

  change(node: MapNode, set: (value: Node) => Node): MapNode {
    const apiVersion = node.get("apiVersion");
    const kind = node.get("kind");
    const isCore = isScalar(apiVersion) && apiVersion.text === "v1";
    const isBinding = isScalar(kind) && isRoleBinding(kind.text);
    const specs = isBinding ? (isCore ? this.#coreBindings : this.#bindings) : isCore ? this.#core : this.#all;
    return specs.change(node, { tag: "!!str" }, set);
  }
}

function isRoleBinding(kind: string): boolean {
  return kind === "RoleBinding" || kind === "ClusterRoleBinding";
}

function setNamespace(value: Node, namespace: string, unsetOnly: boolean): Node {
  if (!isScalar(value)) throw wrongKind("scalar", value);
  if (unsetOnly && value.text !== "" && !isNull(value)) return value;
  // A namespace is a text, also if it looks like a number.
  if (value.text === namespace && value.tag === "!!str") return value;
  return new ScalarNode(namespace, "!!str", value.style);
}

function setMetadata(node: MapNode, set: (value: Node) => Node): MapNode {
  const metadata = node.get("metadata");
  const before = isMap(metadata) ? metadata : new MapNode([], []);
  return node.set("metadata", setField(before, set));
}

function setField(map: MapNode, set: (value: Node) => Node): MapNode {
  const before = map.get("namespace");
  const after = set(before && !isNull(before) ? before : new ScalarNode("", "!!str"));
  return map.set("namespace", after);
}

/** The name of a role binding's subject decides: `default` is the account that every namespace has. */
function setSubjects(node: MapNode, which: string, set: (value: Node) => Node): MapNode {
  const subjects = node.get("subjects");
  if (which === "none" || subjects === undefined || isNull(subjects)) return node;
  const failed = (error: unknown): unknown =>
    withPlace(
      withMessage(error, (why) => `setting namespace on (cluster)role binding subjects: ${why}`),
      subjects.place,
    );
  if (!isSequence(subjects)) throw failed(wrongKind("sequence", subjects));
  const items = subjects.items.map((subject) => {
    if (isNull(subject)) return subject;
    if (!isMap(subject))
      throw failed(
        withMessage(wrongKind("map", subject), (why) => `looking up name on (cluster)role binding subject: ${why}`),
      );
    const field = which === "defaultOnly" ? "name" : "kind";
    const found = nodeAt(subject, field);
    const wanted = which === "defaultOnly" ? "default" : "ServiceAccount";
    return isScalar(found) && found.text === wanted ? setField(subject, set) : subject;
  });
  return items.every((item, at) => item === subjects.items[at]) ? node : node.set("subjects", subjects.with(items));
}

function fieldSpecError(error: unknown): unknown {
  return withMessage(error, (why) =>
    why.includes("wrong node kind: expected") && !why.includes("but got ScalarNode")
      ? `namespace field specs must target scalar nodes: ${why}`
      : `namespace transformation failed: ${why}`,
  );
}

function conflict(set: ResourceSet, resource: Resource): unknown {
  const key = idKey(currentId(resource));
  const all = set.list.filter((other) => idKey(currentId(other)) === key);
  const error = new KustomizeError(
    "transformer",
    `namespace transformation produces ID conflict: [${all.map(describeObject).join(" ")}]`,
  );
  return withPlace(error, resource.node.place);
}
