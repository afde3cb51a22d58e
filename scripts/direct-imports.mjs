// An esbuild plugin: imports from our own packages lead to the modules that define what is imported, not through the
// index.ts of the package. Bundles and chunks then hold what is used, and a command loads no more than it needs.
import fs from "node:fs";
import path from "node:path";

const PACKAGES = path.resolve("packages");

export function directImports() {
  /** Names by file: what a module exports, and where that is defined. */
  const exportsOf = new Map();
  return {
    name: "direct-imports",
    setup({ onLoad, onResolve, resolve }) {
      onLoad({ filter: /\.tsx?$/ }, ({ path: file }) => {
        if (!file.startsWith(PACKAGES) || file.includes("node_modules")) return undefined;
        const contents = fs.readFileSync(file, "utf8").replaceAll(OWN_IMPORT, (statement, names, specifier) => {
          const lines = "\n".repeat(statement.split("\n").length - 1);
          return direct(names, definitionsOf(indexOf(specifier), exportsOf), specifier) + lines;
        });
        return { contents, loader: file.endsWith("x") ? "tsx" : "ts", resolveDir: path.dirname(file) };
      });
      // Our modules do nothing but define: what is imported and not used is left out.
      onResolve(
        { filter: /^(@hawser\/|\.|\/)/ },
        async ({ path: specifier, kind, importer, resolveDir, pluginData }) => {
          if (kind === "entry-point" || pluginData === "resolved" || importer.includes("node_modules"))
            return undefined;
          const found = await resolve(specifier, { kind, importer, resolveDir, pluginData: "resolved" });
          return { ...found, sideEffects: false };
        },
      );
    },
  };
}

const OWN_IMPORT = /^import \{([^}]*)\} from "(@hawser\/[\w-]+)";/gm;

function indexOf(specifier) {
  return path.join(PACKAGES, specifier.slice("@hawser/".length), "src/index.ts");
}

/** The statement's names, each from where it is defined. Types are gone after the build, and left out. */
function direct(names, definitions, specifier) {
  return names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "))
    .map((name) => {
      const [imported, local = imported] = name.split(" as ");
      const found = definitions.get(imported);
      if (!found) return `import { ${name} } from ${JSON.stringify(specifier)};`;
      return `import { ${found.name} as ${local} } from ${JSON.stringify(found.file)};`;
    })
    .join(" ");
}

/** What a module exports, as name → {file, name} of its definition. */
function definitionsOf(file, known) {
  const before = known.get(file);
  if (before) return before;
  const definitions = new Map();
  known.set(file, definitions);
  const text = fs.readFileSync(file, "utf8");
  for (const [, name] of text.matchAll(/^export (?:async |abstract )*(?:function\*?|class|const|let) (\w+)/gm))
    definitions.set(name, { file, name });
  for (const [, from] of text.matchAll(/^export \* from "(\.[^"]*)";/gm))
    for (const [name, definition] of definitionsOf(path.resolve(path.dirname(file), from), known))
      definitions.set(name, definition);
  for (const [, names, from] of text.matchAll(/^export \{([^}]*)\} from "(\.[^"]*)";/gm)) {
    const there = definitionsOf(path.resolve(path.dirname(file), from), known);
    for (const name of names.split(",").map((each) => each.trim())) {
      const [imported, exported = imported] = name.split(" as ");
      const definition = there.get(imported);
      if (definition) definitions.set(exported, definition);
    }
  }
  return definitions;
}
