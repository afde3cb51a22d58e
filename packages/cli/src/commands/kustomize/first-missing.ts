import fs from "node:fs";
import path from "node:path";

/** The part of a path up to the first name that is not there. */
export function firstMissing(full: string): string | undefined {
  let at = path.parse(full).root;
  for (const part of full.slice(at.length).split(path.sep)) {
    at = path.join(at, part);
    if (!fs.existsSync(at)) return at;
  }
  return undefined;
}
