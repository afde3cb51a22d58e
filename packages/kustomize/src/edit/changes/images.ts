import { compareBytewise } from "@hawser/source";
import type { KustomizationChange } from "../edit-kustomization.ts";
import { type ImageArgument, imageEntry } from "../image-argument.ts";
import { replaceNamed } from "./named-entries.ts";

/**
 * `images`: an entry of the same name is replaced whole, so that what is not said is gone; others stay. The list is
 * sorted by name, and of several entries with one name the first stays.
 */
export function setImages(images: readonly ImageArgument[]): KustomizationChange {
  return (kustomization, { keepFormat }) => {
    const before = kustomization.images ?? [];
    // `*` means the file's value, whatever an argument before it said.
    const entries = images.map((image) =>
      imageEntry(
        image,
        before.find(({ name = "" }) => name === image.name),
      ),
    );
    kustomization.images = replaceNamed(before, entries, keepFormat);
    if (!keepFormat)
      kustomization.images = kustomization.images.toSorted((a, b) => compareBytewise(a.name ?? "", b.name ?? ""));
  };
}
