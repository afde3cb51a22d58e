import {
  isMap,
  isNull,
  isScalar,
  isSequence,
  type MapNode,
  type Node,
  type ScalarNode,
  textNode,
  textOf,
} from "@hawser/goyaml";
import type { FollowedReferences } from "../build-cache.ts";
import type { FieldSpec, NameBackReferences } from "../config/transformer-config.ts";
import type { KustomizeError } from "../kustomize-error.ts";
import { withMessage } from "../load/error-context.ts";
import { errorAt } from "../load/struct-decoder.ts";
import { currentId, describeId, effectiveNamespace, originalId, type Resource, type ResourceId } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import { specMatches } from "../transformers/field-spec.ts";
import { withText } from "../transformers/set-scalar.ts";
import { type FieldPath, mapItems, pathOf } from "./changed-fields.ts";
import { RenamedIndex, type Sight, sightOf } from "./renamed-index.ts";

/** A field of a kind of referrers, and what it names. */
interface ReferenceField {
  readonly spec: FieldSpec;
  readonly path: FieldPath;
  readonly target: NameBackReferences;
  readonly isRoleRef: boolean;
}

/** An object that may refer to others, and what it sees of them. */
interface Referrer {
  readonly resource: Resource;
  readonly id: ResourceId;
  readonly sight: Sight;
  readonly renamed: RenamedIndex;
  /** The new names that its references got so far. */
  readonly answers: string[];
}

/** Lets every reference by name follow the objects that were renamed or moved. Linear: those are indexed. */
export function fixNameReferences(
  set: ResourceSet,
  references: readonly NameBackReferences[],
  followed?: WeakMap<MapNode, FollowedReferences>,
): void {
  const renamed = new RenamedIndex(set.list);
  if (renamed.isEmpty) return;
  const fieldsOf = fieldsByKind(references);
  for (const resource of set.list) {
    const fields = fieldsOf(originalId(resource));
    if (!fields) continue;
    const id = currentId(resource);
    const sight = sightOf(id, subjectNamespaces(resource));
    const referrer: Referrer = { resource, id, sight, renamed, answers: [] };
    const { node } = resource;
    resource.node = followAll(referrer, fields, node) as MapNode;
    if (followed && resource.node !== node) resource.node = sameAsBefore(node, resource.node, referrer, followed);
  }
  set.changed();
}

/** The node that an earlier build made, where the same references followed the same names. */
function sameAsBefore(
  before: MapNode,
  after: MapNode,
  { answers }: Referrer,
  followed: WeakMap<MapNode, FollowedReferences>,
): MapNode {
  const key = answers.join("\n");
  const known = followed.get(before);
  if (known?.answers === key) return known.node;
  followed.set(before, { answers: key, node: after });
  return after;
}

/** The fields below a field, and what it names itself: an object is walked once for all of them. */
interface FieldTree {
  readonly below: Map<string, FieldTree>;
  /** In the order of the table, in which a second target looks for the name that a first one set. */
  readonly here: ReferenceField[];
}

/** The fields of a kind; put together once for each kind. */
function fieldsByKind(references: readonly NameBackReferences[]): (id: ResourceId) => FieldTree | undefined {
  const all = references.flatMap((target) =>
    target.fieldSpecs.map((spec): ReferenceField => ({
      spec,
      path: pathOf(spec),
      target,
      isRoleRef: spec.path.endsWith("roleRef/name"),
    })),
  );
  const known = new Map<string, FieldTree | undefined>();
  return (id) => {
    const key = `${id.group}|${id.version}|${id.kind}`;
    if (!known.has(key)) known.set(key, treeOf(all.filter(({ spec }) => specMatches(spec, id))));
    return known.get(key);
  };
}

function treeOf(fields: readonly ReferenceField[]): FieldTree | undefined {
  if (fields.length === 0) return undefined;
  const root: FieldTree = { below: new Map(), here: [] };
  for (const field of fields) {
    let at = root;
    for (const name of field.path) {
      let next = at.below.get(name);
      if (!next) at.below.set(name, (next = { below: new Map(), here: [] }));
      at = next;
    }
    at.here.push(field);
  }
  return root;
}

function followAll(referrer: Referrer, fields: FieldTree, node: Node): Node {
  if (isNull(node)) return node;
  let result = node;
  for (let i = 0; i < fields.here.length; i++) {
    const field = fields.here[i] as ReferenceField;
    try {
      result = follow(referrer, field, result);
    } catch (error) {
      throw updating(error, referrer, field);
    }
  }
  if (fields.below.size === 0) return result;
  if (isSequence(result)) return mapItems(result, (item) => followAll(referrer, fields, item));
  if (isScalar(result)) throw updating(notWalkable(referrer, result, firstOf(fields)), referrer, firstOf(fields));
  let map = result;
  fields.below.forEach((inner, name) => {
    const value = map.get(name);
    if (value !== undefined) map = map.set(name, followAll(referrer, inner, value));
  });
  return map;
}

function firstOf(fields: FieldTree): ReferenceField {
  return (fields.here[0] ?? firstOf([...fields.below.values()][0] as FieldTree)) as ReferenceField;
}

function notWalkable({ resource, id }: Referrer, node: Node, { spec }: ReferenceField): KustomizeError {
  return errorAt(
    node.place ?? resource.node.place,
    "transformer",
    `considering field '${spec.path}' of object ${describeId(id)}: expected sequence or mapping node`,
  );
}

function updating(error: unknown, { id }: Referrer, { spec }: ReferenceField): unknown {
  return withMessage(
    error,
    (message) => `updating name reference in '${spec.path}' field of '${describeId(id)}': ${message}`,
  );
}

/** The value with the name that its object has now; the very value where it names none that was renamed. */
function follow(referrer: Referrer, field: ReferenceField, value: Node): Node {
  if (isNull(value)) return value;
  if (isSequence(value)) return mapItems(value, (item) => (isSequence(item) ? item : follow(referrer, field, item)));
  if (isMap(value)) return followMap(referrer, field, value);
  const { renamed, sight } = referrer;
  const found = choose(referrer, field, value, renamed.named(field.target.kind, value.text, sight), false);
  if (!found) return value;
  const { name } = currentId(found);
  referrer.answers.push(name);
  return withText(value, name);
}

/** A reference with a name and, perhaps, a namespace. */
function followMap(referrer: Referrer, field: ReferenceField, value: MapNode): MapNode {
  const name = value.get("name");
  if (!isScalar(name))
    throw errorAt(
      value.place ?? referrer.resource.node.place,
      "transformer",
      `considering field '${field.spec.path}' of object ${describeId(referrer.id)}: path config error; no 'name' field in node`,
    );
  const namespace = value.get("namespace");
  const { renamed, sight } = referrer;
  const { kind } = field.target;
  const candidates = isScalar(namespace)
    ? renamed.inNamespace(kind, name.text, namespace.text, sight)
    : renamed.named(kind, name.text, sight);
  const found = choose(referrer, field, name, candidates, true);
  if (!found) return value;
  const target = currentId(found);
  referrer.answers.push(`${target.namespace}/${target.name}`);
  const result = value.set("name", withText(name, target.name));
  if (target.namespace === "") return result;
  return result.set(
    "namespace",
    isScalar(namespace) ? withText(namespace, target.namespace) : textNode(target.namespace),
  );
}

/** The object that a name means, of those that may be meant; undefined where it means none that was renamed. */
function choose(
  { resource: referrer, id }: Referrer,
  field: ReferenceField,
  name: ScalarNode,
  renamed: readonly Resource[],
  namesNamespace: boolean,
): Resource | undefined {
  if (renamed.length === 0) return undefined;
  let candidates = renamed.filter(
    (one) =>
      one.previous.some((id) => isSelected(field.target, id)) &&
      (!field.isRoleRef || isRoleOf(referrer, one)) &&
      isNearEnough(id, one),
  );
  if (candidates.length > 1) candidates = candidates.filter((one) => endsAlike(referrer, one, false));
  if (candidates.length > 1) candidates = candidates.filter((one) => endsAlike(referrer, one, true));
  const [first, ...more] = candidates;
  if (!first) return undefined;
  const target = currentId(first);
  const isSame = (one: Resource): boolean =>
    currentId(one).name === target.name && (!namesNamespace || currentId(one).namespace === target.namespace);
  if (more.every(isSame)) return first;
  throw errorAt(
    name.place ?? referrer.node.place,
    "transformer",
    `considering field '${field.spec.path}' of object ${describeId(id)}: found multiple possible referrals: ${candidates
      .map((one) => describeId(currentId(one)))
      .join(", ")}`,
  );
}

function isSelected({ group, version, kind }: NameBackReferences, id: ResourceId): boolean {
  return (!group || group === id.group) && (!version || version === id.version) && (!kind || kind === id.kind);
}

/** An object refers to its own namespace and to what lives in none; accounts may live anywhere in sight. */
function isNearEnough(from: ResourceId, candidate: Resource): boolean {
  const to = currentId(candidate);
  if (to.kind === "ServiceAccount") return true;
  const [here, there] = [effectiveNamespace(from), effectiveNamespace(to)];
  return here === there || here === NOWHERE || there === NOWHERE;
}

const NOWHERE = "_non_namespaceable_";

function isRoleOf(referrer: Resource, candidate: Resource): boolean {
  const roleRef = referrer.node.get("roleRef");
  if (!isMap(roleRef)) return false;
  const { group, kind } = currentId(candidate);
  return textOf(roleRef.get("apiGroup")) === group && textOf(roleRef.get("kind")) === kind;
}

/** The namespaces that a RoleBinding reaches beside its own. */
function subjectNamespaces({ node }: Resource): readonly string[] {
  if (textOf(node.get("kind")) !== "RoleBinding") return [];
  const subjects = node.get("subjects");
  if (!isSequence(subjects)) return [];
  return subjects.items.flatMap((subject) => {
    if (!isMap(subject) || textOf(subject.get("kind")) !== "ServiceAccount") return [];
    return [textOf(subject.get("namespace")) ?? ""];
  });
}

/** Whether two objects got the same prefixes and suffixes, the last ones first; `strict` where none is not as good as any. */
function endsAlike(a: Resource, b: Resource, strict: boolean): boolean {
  return sameEnd(a.prefixes, b.prefixes, strict) && sameEnd(a.suffixes, b.suffixes, strict);
}

function sameEnd(a: readonly string[], b: readonly string[], strict: boolean): boolean {
  if (a.length === 0 || b.length === 0) return !strict || a.length === b.length;
  const length = Math.min(a.length, b.length);
  for (let i = 1; i <= length; i++) if (a.at(-i) !== b.at(-i)) return false;
  return true;
}
