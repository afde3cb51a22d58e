import { isMap, isScalar, isSequence, type MapNode, type Node, textNode, writeNode } from "@hawser/goyaml";
import { withMessage } from "../load/error-context.ts";
import { describeId, idOf, newResource } from "../resource.ts";
import { ResourceSet } from "../resource-set.ts";
import { copyCharts } from "./charts.ts";
import { loadEntry, localizeFile, localizePatch, localizeSource } from "./files.ts";
import { each, type Folder, within } from "./folder.ts";

type Localize = (folder: Folder, text: string) => Promise<string>;
type Field = readonly [path: string, localize: Localize];

const GENERATOR: readonly Field[] = [
  ["env", localizeFile],
  ["envs", localizeFile],
  ["files", localizeSource],
];

/** The fields of the built-in plugins that name files. */
const FIELDS: ReadonlyMap<string, readonly Field[]> = new Map([
  ["ConfigMapGenerator", GENERATOR],
  ["SecretGenerator", GENERATOR],
  [
    "HelmChartInflationGenerator",
    [
      ["valuesFile", localizeFile],
      ["additionalValuesFiles", localizeFile],
    ],
  ],
  ["PatchTransformer", [["path", localizeFile]]],
  ["PatchJson6902Transformer", [["path", localizeFile]]],
  ["PatchStrategicMergeTransformer", [["paths", localizePatch]]],
  ["ReplacementTransformer", [["replacements/path", localizeFile]]],
]);

/** Entries of `generators`, `transformers` or `validators`, with the files that built-in plugins name. */
export async function localizePlugins(folder: Folder, field: string, entries: readonly string[]): Promise<string[]> {
  return each(entries, async (entry) => {
    const { objects, isInline, save } = await within(`unable to load ${field} entry`, async () => {
      const loaded = await loadEntry(folder, entry);
      if (!loaded.isInline) refuseTwins(loaded.objects, entry);
      return loaded;
    });
    const texts = await each(objects, async (object) => writeNode(await localizePlugin(folder, object)));
    const text = texts.join("---\n");
    return isInline ? text : save(Buffer.from(text));
  });
}

function refuseTwins(objects: readonly MapNode[], entry: string): void {
  const set = new ResourceSet();
  try {
    for (const object of objects) set.append(newResource(object));
  } catch (error) {
    throw withMessage(
      error,
      (message) =>
        `unable to load resource entry ${JSON.stringify(entry)}: when parsing as inline received error: missing Resource metadata\nwhen parsing as filepath received error: ${message}`,
    );
  }
}

async function localizePlugin(folder: Folder, object: MapNode): Promise<MapNode> {
  const id = idOf(object);
  if (id.group !== "" || id.version !== "builtin") return object;
  let result = object;
  for (const [path, localize] of FIELDS.get(id.kind) ?? []) {
    const [first = "", second] = path.split("/");
    const value = result.get(first);
    if (value === undefined) continue;
    const context = `considering field '${path}' of object ${describeId(id)}`;
    result = result.set(
      first,
      second === undefined
        ? await within(context, () => localizeValue(value, (text) => localize(folder, text)))
        : await within(`${context}: visit traversal on path: [${second}]`, () =>
            localizeIn(value, second, (text) => localize(folder, text)),
          ),
    );
  }
  if (id.kind === "HelmChartInflationGenerator") {
    const home = object.get("chartHome");
    await within("unable to copy charts", () => copyCharts(folder, isScalar(home) ? home.text : undefined));
  }
  return result;
}

/** A field of each of a list's maps. */
async function localizeIn(list: Node, field: string, localize: (text: string) => Promise<string>): Promise<Node> {
  if (!isSequence(list)) return list;
  return list.with(
    await each(list.items, async (item) => {
      const value = isMap(item) ? item.get(field) : undefined;
      return isMap(item) && value ? item.set(field, await localizeValue(value, localize)) : item;
    }),
  );
}

/** A text, or each of a list. */
async function localizeValue(node: Node, localize: (text: string) => Promise<string>): Promise<Node> {
  if (isSequence(node)) return node.with(await each(node.items, (item) => localizeValue(item, localize)));
  if (!isScalar(node) || node.tag === "!!null") return node;
  const text = await localize(node.text);
  return text === node.text ? node : textNode(text);
}
