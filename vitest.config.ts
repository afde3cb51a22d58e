import { defineConfig } from "vitest/config";

// Tests run on the sources: the "@hawser/source" condition resolves a package to its src/, with no build.
export default defineConfig({
  resolve: { conditions: ["@hawser/source"] },
  ssr: { resolve: { conditions: ["@hawser/source"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
});
