import type { ImageEntry } from "../load/kustomization-shape.ts";
import { EditError } from "./edit-error.ts";

const FORMS = `invalid format of image, use one of the following options:
- <image>=<newimage>:<newtag>
- <image>=<newimage>@<digest>
- <image>=<newimage>:<newtag>@<digest>
- <image>=<newimage>
- <image>:<newtag>
- <image>:<newtag>@<digest>
- <image>@<digest>`;

/** An image as `kustomize edit set image` and Argo CD take it. `*` stands for "as it is in the file". */
export interface ImageArgument {
  readonly name: string;
  readonly newName: string;
  readonly newTag: string;
  readonly digest: string;
}

/**
 * Reads `name=newName:tag@digest`, `name:tag`, `name@digest`, `name=newName` … A port of a registry is no tag.
 * Throws `EditError` with Kustomize's list of the forms for anything else.
 */
export function parseImageArgument(text: string): ImageArgument {
  const equals = text.indexOf("=");
  const reference = equals < 0 ? text : text.slice(equals + 1);
  const slash = reference.lastIndexOf("/");
  const at = reference.indexOf("@", slash + 1);
  const tagged = at < 0 ? reference : reference.slice(0, at);
  const colon = tagged.indexOf(":", slash + 1);
  if (equals < 0 && at < 0 && colon < 0) throw new EditError(FORMS);
  const base = colon < 0 ? tagged : tagged.slice(0, colon);
  const name = equals < 0 ? "" : text.slice(0, equals);
  return {
    name: name === "" ? base : name,
    newName: name === "" ? "" : base,
    newTag: colon < 0 ? "" : tagged.slice(colon + 1),
    digest: at < 0 ? "" : reference.slice(at + 1),
  };
}

/** The entry of `images` that an argument makes, with what `*` takes from the entry before. */
export function imageEntry(image: ImageArgument, before: ImageEntry | undefined): ImageEntry {
  const pick = (value: string, old: string | undefined): string => (value === "*" ? (old ?? "") : value);
  const newName = pick(image.newName, before?.newName);
  const newTag = pick(image.newTag, before?.newTag);
  const digest = pick(image.digest, before?.digest);
  return {
    name: image.name,
    ...(newName === "" ? {} : { newName }),
    ...(newTag === "" ? {} : { newTag }),
    ...(digest === "" ? {} : { digest }),
  };
}
