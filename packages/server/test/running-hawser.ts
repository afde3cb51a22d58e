import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { silentLogger } from "@hawser/controller";
import { type HawserOptions, type RunningHawser, startHawser } from "../src/start-hawser.ts";

/** A Hawser for tests, on a folder and ports of its own. */
export interface TestHawser {
  hawser: RunningHawser;
  /** Makes an embedded repository of files, by path. */
  makeRepository(name: string, files: Readonly<Record<string, string>>, message: string): Promise<void>;
  /** Ends it and removes the folder. */
  stop(): Promise<void>;
}

/** Starts one in which `https://github.com/myorg/` leads to the embedded Git. */
export async function startTestHawser(options: Partial<HawserOptions> = {}): Promise<TestHawser> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-server-"));
  const hawser = await startHawser({
    dataFolder: path.join(root, "data"),
    ports: { api: 0, ui: 0, git: 0, metrics: 0 },
    logger: silentLogger,
    git: { env: process.env },
    mappings: [{ from: "https://github.com/myorg/", to: "embedded:" }],
    ...options,
  });
  return {
    hawser,
    async makeRepository(name, files, message) {
      const folder = path.join(root, "files", name);
      for (const [file, text] of Object.entries(files)) {
        fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        fs.writeFileSync(path.join(folder, file), text);
      }
      await hawser.repositories.createFrom(name, folder, message);
    },
    async stop() {
      await hawser.stop();
      fs.rmSync(root, { recursive: true });
    },
  };
}
