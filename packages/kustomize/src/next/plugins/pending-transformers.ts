import { KustomizeError } from "../../kustomize-error.ts";
import type { TransformerConfig } from "../config/transformer-config.ts";
import type { ResourceSet } from "../resource-set.ts";
import type { TransformContext } from "../transformers/context.ts";

function pending(_set: ResourceSet, _args: unknown, _context: TransformContext): Promise<void> {
  throw new KustomizeError("unsupported", "this transformer is not written yet");
}
export const replacementTransformer: typeof pending = pending;
export const valueAddTransformer: typeof pending = pending;

export function configFromCrds(_file: unknown): Partial<TransformerConfig> {
  throw new KustomizeError("unsupported", "crds are not supported yet");
}
