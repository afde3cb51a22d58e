import type { SecretArgs } from "../../load/kustomization-shape.ts";
import { EditError } from "../edit-error.ts";
import type { EditedKustomization } from "../edited-kustomization.ts";
import type { KustomizationChange } from "../edit-kustomization.ts";

export type GeneratorKind = "configmap" | "secret";

const FIELDS = { configmap: "configMapGenerator", secret: "secretGenerator" } as const;
const KINDS = { configmap: "ConfigMap", secret: "Secret" } as const;

export interface GeneratorSources {
  readonly name: string;
  readonly namespace?: string;
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly envs?: readonly string[];
  readonly behavior?: string;
  /** Of a Secret that is new. */
  readonly type?: string;
  readonly disableNameSuffixHash?: boolean;
}

/**
 * Adds sources to the generator of this name and namespace, or a new one. `check` sees the result before anything is
 * changed; it reads the sources, and throws for what cannot be generated.
 */
export function addGenerator(
  kind: GeneratorKind,
  sources: GeneratorSources,
  check: (generator: SecretArgs) => void = () => {},
): KustomizationChange {
  return (kustomization) => {
    const generators = generatorsOf(kustomization, kind);
    const at = findGenerator(generators, sources.name, sources.namespace ?? "");
    const before: SecretArgs = generators[at] ?? {
      name: sources.name,
      ...(sources.namespace ? { namespace: sources.namespace } : {}),
      ...(sources.type ? { type: sources.type } : {}),
    };
    const generator: SecretArgs = {
      ...before,
      ...appended("literals", before.literals, sources.literals),
      ...appended("files", before.files, sources.files),
      ...appended("envs", before.envs, sources.envs),
      ...(sources.behavior ? { behavior: sources.behavior } : {}),
      ...(sources.disableNameSuffixHash === true
        ? { options: { ...before.options, disableNameSuffixHash: true } }
        : {}),
    };
    try {
      check(generator);
    } catch (error) {
      throw new EditError(`failed to create ${kind}: ${(error as Error).message}`, { cause: error });
    }
    kustomization[FIELDS[kind]] = at < 0 ? [...generators, generator] : generators.with(at, generator);
  };
}

function appended(
  field: "literals" | "files" | "envs",
  before: readonly string[] | undefined,
  added: readonly string[] | undefined,
): Partial<SecretArgs> {
  return added === undefined || added.length === 0 ? {} : { [field]: [...(before ?? []), ...added] };
}

/** Gives keys of literals of an existing generator other values, or the generator another namespace. */
export function setGenerator(
  kind: GeneratorKind,
  { name, namespace = "", literals = [] }: GeneratorSources,
  newNamespace = "",
  check: (generator: SecretArgs) => void = () => {},
): KustomizationChange {
  return (kustomization) => {
    const generators = generatorsOf(kustomization, kind);
    const at = findGenerator(generators, name, namespace);
    const before = generators[at];
    const fail = (message: string): EditError => new EditError(`failed to create ${kind}: ${message}`);
    if (!before)
      throw fail(`could not set new ${KINDS[kind]} value: unable to find ${KINDS[kind]} with name "${name}"`);
    const generator: SecretArgs = {
      ...before,
      ...(literals.length > 0 ? { literals: updatedLiterals(before.literals ?? [], literals, fail) } : {}),
      ...(newNamespace === "" ? {} : { namespace: newNamespace }),
    };
    try {
      check(generator);
    } catch (error) {
      throw fail(`failed to validate ${KINDS[kind]} structure: ${(error as Error).message}`);
    }
    kustomization[FIELDS[kind]] = generators.with(at, generator);
  };
}

/** In the order of the file; the real tool writes them in a random one. */
function updatedLiterals(
  before: readonly string[],
  literals: readonly string[],
  fail: (message: string) => EditError,
): readonly string[] {
  const values = new Map(before.map((literal) => splitLiteral(literal, fail)));
  for (const literal of literals) {
    const [key, value] = splitLiteral(literal, fail);
    if (!values.has(key)) throw fail(`failed to update literal sources: key '${key}' not found in resource`);
    values.set(key, value);
  }
  return [...values].map(([key, value]) => `${key}=${value}`);
}

function splitLiteral(literal: string, fail: (message: string) => EditError): [string, string] {
  const parts = literal.split("=");
  if (parts.length !== 2) {
    throw fail(
      "failed to update literal sources: failed to update resource: invalid format: literal values must be specified in the key=value format",
    );
  }
  return [parts[0] ?? "", parts[1] ?? ""];
}

/** Removes generators by name; names that are not there are noted, and it fails when none is. */
export function removeGenerators(
  kind: GeneratorKind,
  names: readonly string[],
  { namespace = "" }: { namespace?: string } = {},
): KustomizationChange {
  return (kustomization, { note }) => {
    const generators = generatorsOf(kustomization, kind);
    const isMeant = (generator: SecretArgs): boolean =>
      names.includes(generator.name ?? "") && namespacesEqual(generator.namespace ?? "", namespace);
    const left = generators.filter((generator) => !isMeant(generator));
    if (left.length === generators.length)
      throw new EditError(`no specified ${kind}(s) were found in the kustomization.yaml file`);
    for (const name of names) {
      const isThere = generators.some((generator) => (generator.name ?? "") === name && isMeant(generator));
      if (!isThere) note(`${kind} ${name} doesn't exist in kustomization file`);
    }
    kustomization[FIELDS[kind]] = left;
  };
}

function generatorsOf(kustomization: EditedKustomization, kind: GeneratorKind): readonly SecretArgs[] {
  return kustomization[FIELDS[kind]] ?? [];
}

function findGenerator(generators: readonly SecretArgs[], name: string, namespace: string): number {
  return generators.findIndex(
    (generator) => (generator.name ?? "") === name && namespacesEqual(generator.namespace ?? "", namespace),
  );
}

/** No namespace is the default one. */
function namespacesEqual(a: string, b: string): boolean {
  return (a === "" ? "default" : a) === (b === "" ? "default" : b);
}
