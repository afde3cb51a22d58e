import { compareBytewise } from "@hawser/source";
import { KustomizeError } from "../kustomize-error.ts";
import { kindRank } from "./kind-order.ts";
import type { FieldSpec, NameBackReferences, TransformerConfig } from "./transformer-config.ts";

interface Gvk {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
}

/** Fields of a configuration whose values are plain lists of field specs, with the names that messages give them. */
const LISTS = {
  namePrefix: "NamePrefix",
  nameSuffix: "NameSuffix",
  namespace: "Namespace",
  commonLabels: "CommonLabels",
  labels: "Labels",
  templateLabels: "TemplateLabels",
  commonAnnotations: "CommonAnnotations",
  varReference: "VarReference",
  images: "Images",
  replicas: "Replicas",
} as const satisfies Partial<Record<keyof TransformerConfig, string>>;

/** All fields of both, sorted. Throws where they disagree whether a field is to be made. */
export function mergeConfigs(base: Partial<TransformerConfig>, added: Partial<TransformerConfig>): TransformerConfig {
  if (base === added) return base as TransformerConfig;
  const lists = Object.fromEntries(
    Object.entries(LISTS).map(([field, name]) => {
      const key = field as keyof typeof LISTS;
      return [key, sortSpecs(named(name, () => mergeFieldSpecs(base[key] ?? [], added[key] ?? [])))];
    }),
  ) as Record<keyof typeof LISTS, FieldSpec[]>;
  const references = [...(base.nameReference ?? []), ...(added.nameReference ?? [])];
  return { ...lists, nameReference: named("NameReference", () => mergeReferences(references)) };
}

function named<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
    throw new KustomizeError(error.code, `failed to merge ${name} fieldSpec: ${error.message}`);
  }
}

/**
 * Adds specs, but none that is about more kinds than one that is there for the same path: that one stands for it. Throws
 * where they say different things about whether the field is made.
 */
export function mergeFieldSpecs(base: readonly FieldSpec[], added: readonly FieldSpec[]): FieldSpec[] {
  const result = [...base];
  const byPath = new Map<string, FieldSpec[]>();
  for (const spec of base) {
    const others = byPath.get(spec.path);
    if (others) others.push(spec);
    else byPath.set(spec.path, [spec]);
  }
  for (const spec of added) {
    const others = byPath.get(spec.path) ?? [];
    byPath.set(spec.path, others);
    const same = others.find((other) => covers(spec, other));
    if (same && (same.create === true) !== (spec.create === true))
      throw new KustomizeError("invalid-kustomization", "conflicting fieldspecs");
    if (same) continue;
    others.push(spec);
    result.push(spec);
  }
  return result;
}

/** True when what is about the kinds of `b` is about those of `a`, too. */
function covers(a: Gvk, b: Gvk): boolean {
  return (!a.group || a.group === b.group) && (!a.version || a.version === b.version) && (!a.kind || a.kind === b.kind);
}

function isSameKind(a: Gvk, b: Gvk): boolean {
  return (
    (a.group ?? "") === (b.group ?? "") && (a.version ?? "") === (b.version ?? "") && (a.kind ?? "") === (b.kind ?? "")
  );
}

function mergeReferences(all: readonly NameBackReferences[]): NameBackReferences[] {
  const result: NameBackReferences[] = [];
  for (const reference of all) {
    const at = result.findIndex((other) => isSameKind(other, reference));
    const known = result[at];
    if (!known) result.push({ ...reference, fieldSpecs: mergeFieldSpecs([], reference.fieldSpecs) });
    else result[at] = { ...known, fieldSpecs: mergeFieldSpecs(known.fieldSpecs, reference.fieldSpecs) };
  }
  return result.toSorted(compareKinds).map((one) => ({ ...one, fieldSpecs: sortSpecs(one.fieldSpecs) }));
}

function sortSpecs(specs: readonly FieldSpec[]): FieldSpec[] {
  return specs.toSorted(compareKinds);
}

function compareKinds(a: Gvk, b: Gvk): number {
  return kindRank(a.kind ?? "") - kindRank(b.kind ?? "") || compareBytewise(gvkText(a), gvkText(b));
}

function gvkText({ group, version, kind }: Gvk): string {
  return `${group || "~G"}_${version || "~V"}_${kind || "~K"}`;
}
