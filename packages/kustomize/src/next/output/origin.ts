/** Where a resource came from, or which configuration changed it: what `buildMetadata` writes into annotations. */
export interface Origin {
  /** Of a file, from the folder of the build. */
  path?: string;
  repo?: string;
  ref?: string;
  /** The file in which a generator or transformer is configured. */
  configuredIn?: string;
  configuredBy?: { apiVersion?: string; kind?: string; name?: string; namespace?: string };
}
