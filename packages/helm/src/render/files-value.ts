import {
  bytesType,
  entriesOf,
  fromBytes,
  mapOf,
  namedType,
  Slice,
  StringMap,
  strings,
  stringType,
  type GoType,
} from "@hawser/gotemplate";
import { writeYaml } from "@hawser/goyaml";
import type { ChartFile } from "../chart/chart.ts";
import { parseGlob } from "./glob.ts";

function bytesIn(receiver: unknown, name: string): Uint8Array | undefined {
  return entriesOf(receiver)?.get(name) as Uint8Array | undefined;
}

const filesType: GoType = namedType("engine.files", mapOf(stringType, bytesType), {
  methods: {
    Get: {
      params: [stringType],
      call: (receiver: unknown, name: string) => fromBytes(bytesIn(receiver, name) ?? new Uint8Array()),
    },
    GetBytes: {
      params: [stringType],
      call: (receiver: unknown, name: string) => bytesIn(receiver, name) ?? new Uint8Array(),
    },
    Glob: {
      params: [stringType],
      call: (receiver: unknown, pattern: string) => {
        const matches = parseGlob(pattern) ?? parseGlob("**");
        const found = new Map<string, unknown>();
        for (const [name, data] of entriesOf(receiver) ?? []) if (matches?.(name)) found.set(name, data);
        return new StringMap(filesType, found);
      },
    },
    AsConfig: {
      params: [],
      call: (receiver: unknown) => asYaml(receiver, fromBytes),
    },
    AsSecrets: {
      params: [],
      call: (receiver: unknown) => asYaml(receiver, (data) => Buffer.from(data).toString("base64")),
    },
    Lines: {
      params: [stringType],
      call: (receiver: unknown, name: string): Slice => {
        const data = bytesIn(receiver, name);
        if (data === undefined) return strings([]);
        const text = fromBytes(data);
        return strings((text.endsWith("\n") ? text.slice(0, -1) : text).split("\n"));
      },
    },
  },
});

/** Base names with their content; of several files with the same one the last. */
function asYaml(receiver: unknown, textOf: (data: Uint8Array) => string): string {
  const entries = entriesOf(receiver) ?? new Map<string, unknown>();
  const table: Record<string, string> = {};
  for (const name of [...entries.keys()].sort()) {
    const base = name.slice(name.lastIndexOf("/") + 1);
    Object.defineProperty(table, base, {
      value: textOf(entries.get(name) as Uint8Array),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return writeYaml(table).replace(/\n$/, "");
}

/** `.Files` as templates see it. */
export function filesValue(files: readonly ChartFile[]): StringMap {
  return new StringMap(filesType, new Map(files.map(({ name, data }) => [name, data])));
}
