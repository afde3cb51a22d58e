// Random addresses of repositories: the real tool runs a git of ours, which writes down what it is asked for.
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const PARTS = {
  prefix: ["", "", "git::", "GIT::"],
  scheme: ["", "https://", "http://", "ssh://", "file://", "HTTPS://", "File://"],
  user: ["", "", "git@", "user:pw@", "a_b@", "org-1@", "@", "x@y@"],
  host: [
    "h.invalid",
    "github.com",
    "GitHub.com",
    "github.com:22",
    "h:8080",
    "",
    "gitlab.com",
    "h.git",
    "[::1]",
    "github.com.x",
  ],
  separator: ["/", ":", "/", "//", ":/"],
  segment: ["a", "b", "repo", "x.git", "_git", "y_git", "..", ".", "", ".git", "c d", "e%20f", "g:h", "z.gitx", "k@l"],
  query: [
    "",
    "",
    "?ref=v1",
    "?version=2",
    "?ref=a&submodules=0",
    "?timeout=5s&ref=x",
    "?",
    "?x=1#y",
    "?ref=%41",
    "?ref=%zz&version=v",
    "?submodules=False",
  ],
};

export async function compareAddresses(tool, ours, scratch, { count, seed }) {
  const folder = path.join(scratch, "addresses");
  const log = path.join(folder, "log");
  fs.mkdirSync(path.join(folder, "bin"), { recursive: true });
  fs.writeFileSync(path.join(folder, "bin/git"), `#!/bin/sh\n{ printf '%s\\037' "$@"; echo; } >> '${log}'\n`, {
    mode: 0o755,
  });
  const differences = [];
  const random = randomNumbers(seed);
  const pick = (from) => from[Math.floor(random() * from.length)];
  let asked = 0;
  while (asked < count) {
    const segments = Array.from({ length: Math.floor(random() * 6) }, () => pick(PARTS.segment));
    const url = [
      pick(PARTS.prefix),
      pick(PARTS.scheme),
      pick(PARTS.user),
      pick(PARTS.host),
      pick(PARTS.separator),
      segments.join(pick(["/", "/", "/", "//"])),
      pick(["", "", "/"]),
      pick(PARTS.query),
    ].join("");
    // What climbs out of the clone is refused here; the real one reads beside it.
    if (url.trim() === "" || /\/\/\/.*\.\./.test(url)) continue;
    asked++;
    const real = await askReal(tool, url, folder, log);
    const spec = ours.parseRepoSpec(url);
    const mine = spec && { url: spec.cloneUrl, ref: spec.ref || "HEAD", path: spec.path, submodules: spec.submodules };
    if (JSON.stringify(real) !== JSON.stringify(mine))
      differences.push({ name: url, real: JSON.stringify(real), mine: JSON.stringify(mine) });
  }
  return { asked, differences };
}

async function askReal(tool, url, folder, log) {
  fs.rmSync(log, { force: true });
  const env = { PATH: `${folder}/bin:${process.env.PATH}`, HOME: folder };
  const stderr = await new Promise((resolve) => {
    // eslint-disable-next-line promise/prefer-await-to-callbacks -- the program fails: its words are the answer
    execFile(tool.command, ["build", "--", url], { cwd: folder, env }, (_error, _stdout, said) => resolve(said));
  });
  if (!fs.existsSync(log)) return undefined;
  const calls = fs
    .readFileSync(log, "utf8")
    .split("\n")
    .map((line) => line.split("\u001f"));
  const [, , clone, ref] = calls.find(([command]) => command === "fetch") ?? [];
  return {
    url: clone,
    ref,
    path: /failure on '\/tmp\/kustomize-\d+\/?(.*?)' : /.exec(stderr)?.[1] ?? "",
    submodules: calls.some(([command]) => command === "submodule"),
  };
}

/** The same numbers for the same seed. */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
