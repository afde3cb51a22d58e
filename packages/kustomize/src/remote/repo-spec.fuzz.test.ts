import fc from "fast-check";
import { expect, test } from "vitest";
import { localizedRepositoryPath } from "../localize/localized-path.ts";
import { parseRepoSpec } from "./repo-spec.ts";

const part = fc.oneof(
  fc.constantFrom("https://", "file://", "ssh://", "git::", "github.com", "git@", ":", "/", "//", "..", ".", ".git"),
  fc.constantFrom("_git/", "?", "ref=", "&", "%2e%2e", "%00", "timeout=", "submodules=", "[::1]", "\\", "\n", " "),
  fc.string({ maxLength: 6 }),
);

test("whatever an address says, its folder lies in the repository, and its copy where copies lie", () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const spec = parseRepoSpec(parts.join(""));
      if (!spec) return;
      expect(spec.path.split("/")).not.toContain("..");
      expect(spec.path.startsWith("/")).toBe(false);
      expect(spec.cloneUrl).not.toMatch(/^-/);
      expect(spec.timeout).toBeGreaterThan(0);
      const copy = localizedRepositoryPath(spec);
      expect(copy).toMatch(/^localized-files(\/|$)/);
      expect(copy.split("/")).not.toContain("..");
    }),
    { numRuns: 3000 },
  );
});
