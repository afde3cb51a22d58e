// Our engine, bundled on the fly, with the extra functions that the probes use (see oracle/main.go).
import fs from "node:fs";
import { randomBytes } from "node:crypto";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Loads packages/gotemplate as it is in the working tree. */
export async function loadOurs() {
  const out = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "gotemplate-")), "gotemplate.mjs");
  await build({
    entryPoints: ["packages/gotemplate/src/index.ts"],
    outfile: out,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    conditions: ["@hawser/source"],
    logLevel: "warning",
    banner: {
      js: `import { createRequire as __createRequire } from "node:module"; const require = __createRequire(${JSON.stringify(pathToFileURL(path.resolve("package.json")).href)});`,
    },
  });
  return import(pathToFileURL(out).href);
}

/** A function from probes to answers, of the form that the oracle gives. */
export function answerer(go) {
  const pair = go.structType("main.pair", ["Key", "Value", "inner"], {
    methods: {
      Describe: { params: [go.intType], call: (p, n) => `${p.values[0]}/${n}` },
      Fail: {
        params: [],
        call: () => {
          throw new go.GoError("it failed");
        },
      },
      Variadic: {
        params: [go.stringType, go.intType],
        variadic: true,
        call: (_p, a, ...b) => `${a}[${b.join(" ")}]`,
      },
    },
    pointerMethods: { Pointed: { params: [], call: (p) => `pointed ${p.values[0]}` } },
  });
  Object.assign(pair, { anyFields: new Set(["Value"]) });
  const named = go.namedType("main.named", go.stringType, {
    methods: { String: { params: [], call: (n) => `named(${n.value})` } },
  });
  const error = go.pointerTo(
    go.structType("errors.errorString", ["s"], { pointerMethods: { Error: { params: [], call: (e) => e.values[0] } } }),
  );
  const typed = (kind, text) => {
    const n = () => BigInt(/^[+-]?\d+/.exec(text)?.[0] ?? 0);
    const bits = Number(/\d+$/.exec(kind)?.[0] ?? 64);
    if (/^int\d*$/.test(kind)) return new go.Int(go[`${kind}Type`], BigInt.asIntN(bits, n()));
    if (kind === "uint64" && !/^\d+$/.test(text)) {
      throw new go.GoError(`strconv.ParseUint: parsing ${go.quote(text)}: invalid syntax`);
    }
    if (kind === "uint64" && n() >= 1n << 64n) {
      throw new go.GoError(`strconv.ParseUint: parsing ${go.quote(text)}: value out of range`);
    }
    if (/^uint\d*$/.test(kind)) return new go.Int(go[`${kind}Type`], BigInt.asUintN(bits, n()));
    switch (kind) {
      case "float32":
        return new go.Boxed(go.float32Type, Math.fround(Number(/^-?[0-9.]+$/.test(text) ? text : 0)));
      case "bytes":
        return go.toBytes(text);
      case "error":
        return new go.Pointer(error.elem, new go.Struct(error.elem, [text]));
      case "named":
        return new go.Boxed(named, text);
      case "pair":
        return new go.Struct(pair, [text, go.int(1), go.int(2)]);
      case "pairptr":
        return new go.Pointer(pair, new go.Struct(pair, [text, ["x", null], go.int(3)]));
      case "nilmap":
        return new go.NilMap();
      case "nillist":
        return new go.Slice(go.listType, [], true);
      case "nilptr":
        return new go.Pointer(pair, null);
      case "floats":
        return new go.Slice(go.sliceOf(go.float64Type), [1.5, 1e21, 3]);
      case "strings":
        return go.strings(["a b", "c"]);
      case "intmap":
        return new go.KeyedMap(go.mapOf(go.intType, go.stringType), [
          [go.int(3), "c"],
          [go.int(1), "a"],
          [go.int(2), "b"],
        ]);
      case "boolmap":
        return new go.KeyedMap(go.mapOf(go.boolType, go.stringType), [
          [true, "t"],
          [false, "f"],
        ]);
      case "array":
        return new go.Slice(go.arrayOf(2, go.intType), [go.int(7), go.int(8)]);
      case "complex":
        return new go.Complex(go.complexType, Number(text), 2);
      case "time":
        return go.parseTime?.("2006-01-02T15:04:05.999999999Z07:00", text);
      case "duration":
        return go.parseDuration?.(text);
      default:
        throw new go.GoError(`unknown kind ${kind}`);
    }
  };
  const context = { execute: (run, name, data) => run.execute(name, data) };
  const plain = new Map([
    ["typed", go.goFunction("string string", typed)],
    ["include", go.contextFunction("string any", context.execute)],
  ]);
  const withSprig = new Map([...go.sprigFunctions(sprigOptions()), ...plain]);
  return (probe) => {
    const functions = probe.plain ? plain : withSprig;
    const name = probe.name ?? "t";
    const files = probe.files ?? { [name]: probe.t };
    try {
      const set = new go.TemplateSet("root");
      for (const file of Object.keys(files).sort()) set.add(go.parseFile(file, files[file], functions));
      const options = { missingKey: probe.missing || "default" };
      return {
        output: Buffer.from(go.toBytes(go.execute(set, name, toGo(probe.d), options))).toString("base64"),
        error: "",
      };
    } catch (problem) {
      if (problem.name !== "TemplateError") return { output: "", error: `BUG ${problem.stack}` };
      return { output: "", error: problem.message };
    }
  };
}

function sprigOptions() {
  return { now: () => BigInt(Date.now()) * 1_000_000n, random: (count) => new Uint8Array(randomBytes(count)) };
}

/** JSON as values of Go. */
function toGo(value) {
  if (Array.isArray(value)) return value.map(toGo);
  if (value !== null && typeof value === "object") {
    return new Map(Object.entries(value).map(([key, item]) => [key, toGo(item)]));
  }
  return value ?? null;
}
