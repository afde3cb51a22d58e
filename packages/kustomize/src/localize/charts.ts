import { joinPath } from "@hawser/source";
import { KustomizeError } from "../kustomize-error.ts";
import { type Folder, inside, refuseOutside, within } from "./folder.ts";
import { relativeTo } from "./localized-path.ts";

const DEFAULT_HOME = "charts";

/** Copies the folder that charts lie in, where there is one. Links in it are left out. */
export async function copyCharts(folder: Folder, home: string = DEFAULT_HOME): Promise<void> {
  const { loader, scope } = folder;
  const name = home === "" ? DEFAULT_HOME : home;
  if (name.startsWith("/"))
    throw new KustomizeError("unsupported", `absolute path ${JSON.stringify(name)} not handled in alpha`);
  const path = joinPath(loader.root, name);
  // It may be filled when the charts are fetched.
  if (path === undefined || !(await loader.tree.stat(path))) return;
  const context = `unable to copy home ${JSON.stringify(name)}: invalid chart home`;
  const entered = await within(`${context}: invalid root reference`, () => loader.enter(name));
  await within(context, () => refuseOutside(entered, scope));
  const target = joinPath(folder.target, relativeTo(loader.root, entered.root)) ?? name;
  await copyBelow(folder, entered.root, target);
}

async function copyBelow(folder: Folder, from: string, to: string): Promise<void> {
  const { loader, copy } = folder;
  copy.signal?.throwIfAborted();
  for (const { name, kind } of await loader.tree.list(from)) {
    if (kind === "directory") await copyBelow(folder, inside(from, name), inside(to, name));
    if (kind === "file") await copy.destination.write(inside(to, name), await loader.tree.readFile(inside(from, name)));
  }
}
