import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadCertificates } from "./certificates.ts";
import { openDataFolder } from "./data-folder.ts";
import { choosePorts } from "./ports.ts";

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-data-"));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

test("the folder is for its owner alone, and so are its files", () => {
  const folder = openDataFolder(path.join(root, "data"));
  folder.writeSecret("kubeconfig", "secret");
  expect(fs.statSync(folder.root).mode & 0o777).toBe(0o700);
  expect(fs.statSync(folder.path("kubeconfig")).mode & 0o777).toBe(0o600);
  folder.release();
});

test("a second opener is told the folder and the pid", () => {
  const folder = openDataFolder(root);
  expect(() => openDataFolder(root)).toThrow(`Another Hawser (pid ${process.pid}) is running on ${root}`);
  folder.release();
  openDataFolder(root).release();
});

test("a lock left behind by a killed process is taken over", () => {
  fs.writeFileSync(path.join(root, "hawser.pid"), `${process.pid} 1\n`);
  expect(() => openDataFolder(root).release()).not.toThrow();
});

test("a folder of a later format is refused", () => {
  fs.writeFileSync(path.join(root, "hawser.json"), JSON.stringify({ formatVersion: 99, ports: {} }));
  expect(() => openDataFolder(root)).toThrow("its format version is 99");
});

test.each([
  ["{", "hawser.json: "],
  ["null", "it does not hold the state of a data folder"],
  ['{"formatVersion": 1, "ports": {"api": "6443"}}', 'ports.api is "6443", which is no port'],
  ['{"formatVersion": 1, "ports": {"git": 70000}}', "ports.git is 70000, which is no port"],
])("a damaged state file %s is named, and left as it is", (text, message) => {
  fs.writeFileSync(path.join(root, "hawser.json"), text);
  expect(() => openDataFolder(root)).toThrow(message);
  expect(() => openDataFolder(root)).toThrow(`Cannot read ${path.join(root, "hawser.json")}`);
  expect(fs.readFileSync(path.join(root, "hawser.json"), "utf8")).toBe(text);
  expect(fs.readdirSync(root)).toEqual(["hawser.json"]);
});

test("a folder that cannot be written is named", () => {
  const file = path.join(root, "file");
  fs.writeFileSync(file, "");
  expect(() => openDataFolder(path.join(file, "data"))).toThrow(`Cannot write the data folder ${file}/data: ENOTDIR`);
});

test("somebody else's folder is refused", () => {
  fs.writeFileSync(path.join(root, "thesis.txt"), "");
  expect(() => openDataFolder(root)).toThrow("it holds other files");
});

test("a taken port gives way at the first start, and is an error later", async () => {
  const other = net.createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as net.AddressInfo;

  const folder = openDataFolder(root);
  await expect(choosePorts(folder, { ui: port }, "127.0.0.1")).rejects.toThrow(
    `Port ${port} of the UI is in use by another program. Stop what uses it, or choose another port with --ui-port.`,
  );
  folder.state.ports = { api: port };
  await expect(choosePorts(folder, {}, "127.0.0.1")).rejects.toThrow(
    `Port ${port} of the Kubernetes API is in use by another program, and ${root} was set up with it. Stop what uses it, or choose another port with --api-port.`,
  );
  other.close();
  const { ports } = await choosePorts(folder, { ui: 0, git: 0, metrics: 0 }, "127.0.0.1");
  expect(ports.api).toBe(port);
  expect(folder.state.ports).toEqual(ports);
  folder.release();
});

test("certificates are made once and kept", async () => {
  const folder = openDataFolder(root);
  const first = await loadCertificates(folder);
  expect(first.cert).toContain("BEGIN CERTIFICATE");
  expect(await loadCertificates(folder)).toEqual(first);
  folder.release();
});
