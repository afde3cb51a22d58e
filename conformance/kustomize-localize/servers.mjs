// What the cases fetch: a web server, and repositories in a folder.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";

const CM = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n";
const ANSWERS = {
  "/cm.yaml": CM,
  "/patch.yaml": `${CM}data: {p: q}\n`,
  "/x//patch.yaml": CM.replace("web", "slashes"),
  "/a%20b/%7Ec.yaml": CM,
  "/html": "<html>\n<body>hi</body></html>\n",
  "/empty": "",
};

/** Answers the address. */
export async function serveFiles() {
  const server = http.createServer((request, response) => {
    const name = request.url.replace(/\?.*$/, "");
    const text = ANSWERS[name];
    response.writeHead(name === "/500" ? 500 : text === undefined ? 404 : 200).end(text ?? "nothing");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** Makes the repositories, and settings of git that lead the addresses of h.invalid to them. Answers the environment. */
export function makeRepositories(folder, webUrl) {
  const cm = (name) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
  const files = {
    "kustomization.yaml": "resources: [root.yaml]\n",
    "root.yaml": cm("root"),
    "p/kustomization.yaml": "resources: [cm.yaml]\n",
    "p/cm.yaml": cm("p"),
    "p/q/kustomization.yaml": "resources: [cm.yaml]\n",
    "p/q/cm.yaml": cm("q"),
    "app/kustomization.yaml": "resources: [../p]\nnamePrefix: app-\n",
    "web/kustomization.yaml": `resources: ["${webUrl}/cm.yaml"]\n`,
    "comp/kustomization.yaml": "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nnameSuffix: -c\n",
    "origins/kustomization.yaml":
      "resources: [../app]\nnamePrefix: o-\nbuildMetadata: [originAnnotations, transformerAnnotations]\n",
    "outside/kustomization.yaml": "resources: [../../elsewhere]\n",
    "file-outside/kustomization.yaml": "resources: [../../../x.yaml]\n",
    "above/kustomization.yaml": "resources: [../..]\n",
    "absolute/kustomization.yaml": "resources: [/etc]\n",
    "nested/kustomization.yaml": `resources: ["file://${folder}/a/b//p?ref=v1"]\n`,
  };
  const git = (cwd, ...args) =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], { cwd, stdio: "pipe" });
  for (const name of ["org/repo", "a/b", "c/d", "e/f", "g/h", "i/_git/j", "l"]) {
    const root = path.join(folder, name);
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      fs.writeFileSync(path.join(root, file), text);
    }
    git(root, "init", "-q", "-b", "main", ".");
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "all");
    git(root, "tag", "v1");
    git(root, "branch", "feature/x");
    fs.symlinkSync(root, `${root}.git`);
  }
  const settings = path.join(folder, "settings");
  const places = [
    "https://h.invalid/",
    "git@h.invalid:",
    "ssh://git@h.invalid:2222/",
    "ssh://user@h.invalid/",
    "https://user@h.invalid/",
  ];
  fs.writeFileSync(settings, `[url "file://${folder}/"]\n${places.map((from) => `\tinsteadOf = ${from}\n`).join("")}`);
  return { ...process.env, GIT_CONFIG_GLOBAL: settings, GIT_TERMINAL_PROMPT: "0", HTTPS_PROXY: "http://127.0.0.1:9" };
}
