import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { open } from "lmdb";
import { afterAll, expect, test } from "vitest";
import { lmdbStorage } from "./lmdb-storage.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-store-"));
afterAll(() => fs.rmSync(root, { recursive: true }));

const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" } };

test("a write is kept whole or not at all, and the next one is kept", async () => {
  const storage = lmdbStorage(path.join(root, "whole"));
  storage.commit(1, { bucket: "/configmaps", namespace: "a", name: "x", object });
  // Too long for a key: LMDB refuses inside the transaction.
  const write = { bucket: "/configmaps", namespace: "a", name: "x".repeat(5_000), object };
  expect(() => storage.commit(2, write)).toThrow(
    new RegExp(`^The cluster's store at ${path.join(root, "whole")} cannot be written \\(.+\\)\\. Nothing was changed`),
  );
  expect(storage.load()).toMatchObject({ revision: 1, entries: [{ name: "x" }] });
  storage.commit(2, { bucket: "/configmaps", namespace: "a", name: "y", object });
  await storage.close();
  const again = lmdbStorage(path.join(root, "whole"));
  expect(again.load()).toMatchObject({ revision: 2, entries: [{ name: "x" }, { name: "y" }] });
  await again.close();
});

test("a disk that is nearly full refuses before LMDB is asked, until there is room again", async () => {
  let free = 10_000_000;
  const folder = path.join(root, "full");
  const storage = lmdbStorage(folder, { freeBytes: () => free });
  storage.commit(1, { bucket: "/configmaps", namespace: "a", name: "x", object });
  free = 4_000;
  expect(() => storage.commit(2, { bucket: "/configmaps", namespace: "a", name: "y", object })).toThrow(
    `The cluster's store at ${folder} cannot be written (No space left on device: 4000 bytes are free, 4194304 are needed). Nothing was changed`,
  );
  expect(() => storage.commit(2, { bucket: "/configmaps", namespace: "a", name: "x" })).toThrow("cannot be written");
  expect(storage.load()).toMatchObject({ revision: 1, entries: [{ name: "x" }] });
  free = 10_000_000;
  storage.commit(2, { bucket: "/configmaps", namespace: "a", name: "y", object });
  expect(storage.load()).toMatchObject({ revision: 2, entries: [{ name: "x" }, { name: "y" }] });
  await storage.close();
});

test("a store of another format is refused, and stays as it is", async () => {
  const file = path.join(root, "later");
  const database = open({ path: file, encoding: "json", maxDbs: 2 });
  database.openDB<number, string>({ name: "facts", encoding: "json" }).putSync("formatVersion", 7);
  await database.close();
  for (let attempt = 0; attempt < 2; attempt++)
    expect(() => lmdbStorage(file)).toThrow(
      `The cluster in ${file} was written in format 7; this Hawser reads format 1.`,
    );
});

test("a file that is no store is refused", () => {
  const file = path.join(root, "noise");
  fs.mkdirSync(file);
  fs.writeFileSync(path.join(file, "data.mdb"), "not a store ".repeat(2_000));
  expect(() => lmdbStorage(file)).toThrow(`The cluster's store at ${file} cannot be opened`);
});

test("the beginning of a store is refused", async () => {
  const file = path.join(root, "cut");
  await lmdbStorage(file).close();
  fs.truncateSync(path.join(file, "data.mdb"), 5_000);
  expect(() => lmdbStorage(file)).toThrow(`The cluster's store at ${file} cannot be opened (data.mdb is damaged`);
});

test("a folder that cannot be made is refused", () => {
  fs.writeFileSync(path.join(root, "file"), "");
  const inside = path.join(root, "file", "store");
  expect(() => lmdbStorage(inside)).toThrow(`The cluster's store at ${inside} cannot be opened`);
});
