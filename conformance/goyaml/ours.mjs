/** What this project's reader and writer make of the texts that the real tools are given. */
import { build } from "esbuild";

/** Our reader and writer from source, as functions that answer `{ text }` or `{ error }` like the real tools. */
export async function openOurs() {
  const { outputFiles } = await build({
    entryPoints: ["packages/goyaml/src/index.ts"],
    absWorkingDir: new URL("../..", import.meta.url).pathname,
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    conditions: ["@hawser/source"],
  });
  const yaml = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
  return { asKustomize: (text) => asKustomize(yaml, text), asHelm: (text) => asHelm(yaml, text) };
}

/** As `kustomize build` reads and prints one object: go-yaml v3, JSON, go-yaml v2. */
function asKustomize({ readNode, isEmptyDocument, writeNode, expandMerges, YamlError }, text) {
  const { text: written, error } = outcome(YamlError, () => {
    const node = readNode(text, { dialect: "v3", file: "FILE" });
    if (node === undefined || isEmptyDocument(node)) return "";
    return writeNode(expandMerges(node));
  });
  return error === undefined ? { text: written } : { error };
}

/** As Helm's `fromYaml | toYaml`: go-yaml v2, JSON with floats only, go-yaml v2. */
function asHelm({ readNode, toJson, writeYaml, YamlError }, text) {
  const answer = outcome(YamlError, () => {
    const node = readNode(text, { dialect: "v2", file: "FILE" });
    if (node === undefined) return "{}";
    const value = asFloats(toJson(node, { dialect: "v2", allowDuplicateKeys: true }) ?? {});
    if (typeof value !== "object" || Array.isArray(value)) {
      const kind = Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
      throw new DecodeError(
        `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`,
      );
    }
    try {
      return writeYaml(value, { throughJson: true }).replace(/\n$/, "");
    } catch (error) {
      // `toYaml` swallows errors.
      if (error instanceof YamlError) return "";
      throw error;
    }
  });
  return answer.inYaml ? { error: `error converting YAML to JSON: ${answer.error}` } : answer;
}

/** The order of Go's JSON, which stops at its first fault. */
function byBytes([a], [b]) {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

class JsonError extends Error {}
class DecodeError extends Error {}

/** Every number is a float64 to Helm. */
function asFloats(value) {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new JsonError(`json: unsupported value: ${Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf"}`);
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(asFloats);
  return Object.fromEntries(
    Object.entries(value)
      .sort(byBytes)
      .map(([key, inner]) => [key, asFloats(inner)]),
  );
}

function outcome(YamlError, run) {
  try {
    return { text: run() };
  } catch (error) {
    if (error instanceof DecodeError) return { error: error.message };
    if (error instanceof YamlError || error instanceof JsonError) return { error: error.message, inYaml: true };
    throw error;
  }
}
