import { createHash } from "node:crypto";
import { type MapNode, type Node, textOf, toJson, YamlError } from "@hawser/goyaml";
import { compareBytewise } from "@hawser/source";

const LETTERS: Record<string, string> = { "0": "g", "1": "h", "3": "k", a: "m", e: "t" };

/** The suffix of a generated object's name: a digest of its content, in letters that spell nothing. */
export function contentHash(object: MapNode): string {
  const hex = createHash("sha256").update(encoded(object)).digest("hex").slice(0, 10);
  return hex.replace(/[013ae]/g, (letter) => LETTERS[letter] ?? letter);
}

/** What is digested. The name is always empty in it, because upstream looks for it in the wrong place. */
function encoded(object: MapNode): string {
  const kind = textOf(object.get("kind"));
  const data = `"data":${json(object.get("data"))}`;
  if (kind === "ConfigMap") {
    const binary = object.get("binaryData");
    return `{${binary === undefined ? "" : `"binaryData":${json(binary)},`}${data},"kind":"ConfigMap","name":""}`;
  }
  if (kind === "Secret") {
    const texts = object.get("stringData");
    return `{${data},"kind":"Secret","name":""${texts === undefined ? "" : `,"stringData":${json(texts)}`},"type":${json(object.get("type"))}}`;
  }
  return json(object);
}

function json(node: Node | undefined): string {
  if (node === undefined) return '""';
  try {
    return goJson(toJson(node, { allowDuplicateKeys: true }));
  } catch (error) {
    // What has no JSON cannot be printed either, and that is where it is told.
    if (error instanceof YamlError) return "null";
    throw error;
  }
}

/** JSON as Go's encoder writes it: keys sorted by bytes, and what HTML might take amiss escaped. */
function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    entries.sort(([a], [b]) => compareBytewise(a, b));
    return `{${entries.map(([key, item]) => `${goJson(key)}:${goJson(item)}`).join(",")}}`;
  }
  if (typeof value === "bigint") return value.toString();
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
