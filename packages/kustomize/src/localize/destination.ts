/** Where a localized copy goes. Paths are relative to it, separated by `/`. */
export interface LocalizeDestination {
  /**
   * Makes the folder, before anything is written. `defaultName` is what it is called where nobody named it. Answers how
   * messages call it. Throws where it cannot be made.
   */
  create(defaultName: string): string | Promise<string>;
  write(path: string, bytes: Uint8Array): void | Promise<void>;
  /** Takes everything away again: the copy cannot be finished. */
  discard(): void | Promise<void>;
}
