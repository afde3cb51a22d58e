import { goFunction, type GoFunction } from "../values/function.ts";

/** `path.Clean`: the shortest path that means the same. */
function clean(path: string): string {
  if (path === "") return ".";
  const isAbsolute = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!isAbsolute) parts.push("..");
  }
  const joined = parts.join("/");
  return isAbsolute ? `/${joined}` : joined || ".";
}

function base(path: string): string {
  if (path === "") return ".";
  let end = path.length;
  while (path[end - 1] === "/") end--;
  return end === 0 ? "/" : path.slice(path.lastIndexOf("/", end - 1) + 1, end);
}

function dir(path: string): string {
  return clean(path.slice(0, path.lastIndexOf("/") + 1));
}

function ext(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot);
}

const baseFunction = goFunction("string", base);
const dirFunction = goFunction("string", dir);
const cleanFunction = goFunction("string", clean);
const extFunction = goFunction("string", ext);
const isAbsFunction = goFunction("string", (path: string) => path.startsWith("/"));

/** Functions of paths; the `os…` ones are those of a system with slashes. */
export const pathFunctions: Record<string, GoFunction> = {
  base: baseFunction,
  dir: dirFunction,
  clean: cleanFunction,
  ext: extFunction,
  isAbs: isAbsFunction,
  osBase: baseFunction,
  osDir: dirFunction,
  osClean: cleanFunction,
  osExt: extFunction,
  osIsAbs: isAbsFunction,
};
