import type { DerivedNodes } from "../build-cache.ts";
import { isScalar, nestedSource, type Node, type NodePlace, type TextSource } from "@hawser/goyaml";
import { withMessage, withPlace } from "../load/error-context.ts";
import { partOf } from "../load/struct-decoder.ts";
import type { OpenApiSchema } from "../schema/open-api-schema.ts";

/** What a transformer may use beside its own configuration. */
export interface TransformContext {
  /** Files beside the kustomization or the plugin's configuration, by the names written there. */
  readonly files: ConfigFiles;
  /** How lists of a kind merge. */
  readonly schema: OpenApiSchema;
  /** What earlier builds made of objects, where that is kept. */
  readonly derived?: DerivedNodes | undefined;
  /** Where the configuration is written; errors without a place of their own get it. */
  readonly place: NodePlace | undefined;
  /** The configuration as it is written: texts in it that are YAML themselves have places there. */
  readonly written?: Node | undefined;
  /** What messages begin with when the configuration itself is wrong. */
  readonly failurePrefix?: () => string;
}

/** The files that a configuration may name. */
export interface ConfigFiles {
  /** Reads a file. Throws `KustomizeError` where it is missing, or outside of what may be read. */
  read(name: string): Promise<ConfigFile>;
}

export interface ConfigFile {
  /** Path in the tree, or the URL. */
  readonly path: string;
  readonly text: string;
  readonly bytes: Uint8Array;
}

/**
 * The place of a text within the configuration, such as an inline patch. `skipped` characters at its begin are not
 * read. Undefined where the configuration was not read from a file.
 */
export function inlineSource(
  { written }: TransformContext,
  path: readonly (string | number)[],
  skipped = 0,
): TextSource | undefined {
  const node = partOf(written, ...path);
  return isScalar(node) ? nestedSource(node, skipped) : undefined;
}

/** An error about the configuration of a transformer, in the words that messages about it begin with. */
export function configurationError(error: unknown, { failurePrefix, place }: TransformContext): unknown {
  return withPlace(failurePrefix ? withMessage(error, (why) => failurePrefix() + why) : error, place);
}
