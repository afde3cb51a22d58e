import { isNull, MapNode, type Node, ScalarNode, SequenceNode, textOf } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import type { FieldSpec } from "../config/transformer-config.ts";
import { withMessage, withPlace } from "../load/error-context.ts";
import { describeId, idOf, type ResourceId } from "../resource.ts";

/** What a missing field is made of, where its spec says that it is to be made. */
export type Creates = "map" | { readonly tag: string };

/** Answers what takes the place of a field's value: the very node when nothing changes. Throws what is wrong with it. */
export type Change = (value: Node) => Node;

interface Step {
  readonly field: string;
  /** Written `field[]`: a list, which is not made. */
  readonly isList: boolean;
}

interface CompiledSpec {
  readonly spec: FieldSpec;
  readonly steps: readonly Step[];
}

/** True when a spec is about objects of this kind. */
export function specMatches(spec: FieldSpec, id: Pick<ResourceId, "group" | "version" | "kind">): boolean {
  return (
    (!spec.group || spec.group === id.group) &&
    (!spec.version || spec.version === id.version) &&
    (!spec.kind || spec.kind === id.kind)
  );
}

const COMPILED = new WeakMap<readonly FieldSpec[], FieldSpecs>();

/** The fields that a transformer changes. Which of them an object's kind has is found out once for each kind. */
export class FieldSpecs {
  readonly #specs: readonly CompiledSpec[];
  /** By apiVersion, then by kind. */
  readonly #byKind = new Map<string, Map<string, readonly CompiledSpec[]>>();

  /** The same for the same list, which most transformers of a build share. */
  static of(specs: readonly FieldSpec[]): FieldSpecs {
    let compiled = COMPILED.get(specs);
    if (!compiled) COMPILED.set(specs, (compiled = new FieldSpecs(specs)));
    return compiled;
  }

  constructor(specs: readonly FieldSpec[]) {
    this.#specs = specs.map((spec) => ({ spec, steps: splitSteps(spec.path) }));
  }

  /** Changes every field of an object that a spec names, spec by spec. The very node when nothing changed. */
  change(object: MapNode, creates: Creates, change: Change): MapNode {
    let result = object;
    const specs = this.#of(object);
    for (let i = 0; i < specs.length; i++) {
      const { spec, steps } = specs[i] as CompiledSpec;
      try {
        result = walk(result, steps, 0, spec.create ? creates : undefined, change) as MapNode;
      } catch (error) {
        throw considering(spec, result, error);
      }
    }
    return result;
  }

  #of(object: MapNode): readonly CompiledSpec[] {
    const apiVersion = textOf(object.get("apiVersion")) ?? "";
    const kind = textOf(object.get("kind")) ?? "";
    let kinds = this.#byKind.get(apiVersion);
    if (!kinds) this.#byKind.set(apiVersion, (kinds = new Map()));
    let found = kinds.get(kind);
    if (!found) {
      const id = idOf(object);
      kinds.set(kind, (found = this.#specs.filter(({ spec }) => specMatches(spec, id))));
    }
    return found;
  }
}

/** Changes one field of an object of any kind, which is made where it is missing. */
export function changeField(object: MapNode, path: string, creates: Creates, change: Change): MapNode {
  return walk(object, splitSteps(path), 0, creates, change) as MapNode;
}

function considering({ path }: FieldSpec, object: MapNode, error: unknown): unknown {
  const id = describeId(idOf(object));
  return withPlace(
    withMessage(error, (why) => `considering field '${path ?? ""}' of object ${id}: ${why}`),
    object.place,
  );
}

/** Splits `spec/template/x[]/a\/b` into its steps; a slash in front means nothing. */
function splitSteps(path = ""): Step[] {
  return splitPath(path.replace(/^\//, "")).map((part) => {
    const isList = part.endsWith("[]");
    return { field: isList ? part.slice(0, -2) : part, isList };
  });
}

/** Splits at slashes; `\/` is a slash within a field's name. */
export function splitPath(path: string): string[] {
  return path.split(/(?<!\\)\//).map((part) => part.replaceAll("\\/", "/"));
}

function walk(node: Node, steps: readonly Step[], at: number, creates: Creates | undefined, change: Change): Node {
  const step = steps[at];
  if (!step) return change(node);
  if (isNull(node)) return node;
  if (node instanceof SequenceNode) {
    let items: Node[] | undefined;
    for (let i = 0; i < node.items.length; i++) {
      const before = node.items[i] as Node;
      const after = walkItem(before, steps, at, creates, change);
      if (after !== before) (items ??= node.items.slice())[i] = after;
    }
    return items ? node.with(items) : node;
  }
  if (!(node instanceof MapNode)) throw new KustomizeError("transformer", "expected sequence or mapping node");
  if (step.field === "") throw new KustomizeError("transformer", "cannot set or create an empty field name");
  const before = node.get(step.field);
  const field = fieldToChange(before, step, at === steps.length - 1, creates);
  if (!field) return node;
  return node.set(step.field, walk(field, steps, at + 1, creates, change));
}

function walkItem(item: Node, steps: readonly Step[], at: number, creates: Creates | undefined, change: Change): Node {
  try {
    return walk(item, steps, at, creates, change);
  } catch (error) {
    const rest = steps.slice(at).map(({ field, isList }) => (isList ? `${field}[]` : field));
    throw withMessage(error, (why) => `visit traversal on path: [${rest.join(" ")}]: ${why}`);
  }
}

/** The value that is there, or the one that is made for it to be changed. */
function fieldToChange(
  before: Node | undefined,
  step: Step,
  isLast: boolean,
  creates: Creates | undefined,
): Node | undefined {
  if (before !== undefined && !isNull(before)) return before;
  const origin = before?.origin;
  const offset = before?.offset;
  if (creates === undefined || step.isList) {
    // A null in the place of a list becomes an empty one, even if nothing is to be made.
    return before && step.isList ? new SequenceNode([], origin, false, offset) : before;
  }
  if (!isLast || creates === "map") return new MapNode([], [], origin, false, offset);
  const text = before instanceof ScalarNode ? before.text : "";
  return new ScalarNode(text, creates.tag, "plain", origin, offset);
}
