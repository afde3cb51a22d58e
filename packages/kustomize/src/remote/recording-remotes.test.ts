import { memoryTree } from "@hawser/source";
import { expect, test } from "vitest";
import { KustomizeError } from "../kustomize-error.ts";
import { recordingRemotes } from "./recording-remotes.ts";
import type { RemoteSources } from "./remote-sources.ts";
import { parseRepoSpec, type RepoSpec } from "./repo-spec.ts";

const spec = parseRepoSpec("https://h.example/org/repo?ref=main") as RepoSpec;

function remotesWith(commit: string, text: string, status = 200): RemoteSources {
  return {
    repository: () => Promise.resolve({ commit, tree: memoryTree({}) }),
    file: () => Promise.resolve({ status, statusText: "", bytes: Buffer.from(text) }),
  };
}
const away: RemoteSources = {
  repository: () => Promise.reject(new KustomizeError("not-found", "away")),
  file: () => Promise.reject(new KustomizeError("not-found", "away")),
};

test.each([
  ["the same", remotesWith("a", "text"), true],
  ["another commit", remotesWith("b", "text"), false],
  ["another text", remotesWith("a", "changed"), false],
  ["another status", remotesWith("a", "text", 404), false],
  ["servers that are away", away, true],
  ["no remotes", undefined, false],
])("what was fetched, beside %s", async (_name, others, want) => {
  const { remotes, readSet } = recordingRemotes(remotesWith("a", "text"));
  await remotes.repository(spec);
  await remotes.file("https://h.example/a.yaml");
  expect(await readSet().holdsIn(others)).toBe(want);
});

test("a page that turned out to be no file does not count", async () => {
  const { remotes, readSet } = recordingRemotes(remotesWith("a", "page"));
  await remotes.file(spec.raw);
  await remotes.repository(spec);
  expect(await readSet().holdsIn(remotesWith("a", "another page"))).toBe(true);
});

test("where nothing was fetched nothing is asked", async () => {
  expect(await recordingRemotes(away).readSet().holdsIn(undefined)).toBe(true);
});
