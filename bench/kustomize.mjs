import { spawnSync } from "node:child_process";
import { kubectlReference } from "./instance.mjs";

export function run([folder = "examples/shopapi/overlays/production"]) {
  const result = spawnSync(
    "bash",
    ["-c", `TIMEFORMAT='%U %S'; time node packages/cli/bin/hawser.js kustomize build '${folder}' >/dev/null 2>&1`],
    { encoding: "utf8" },
  );
  const [user, system] = result.stderr.trim().split(" ").map(Number);
  const reference = kubectlReference(folder);
  console.log(
    `hawser ${(user + system).toFixed(2)} CPU s, kubectl ${reference?.toFixed(2) ?? "not here"} CPU s${reference ? `, ratio ${((user + system) / reference).toFixed(2)}` : ""}`,
  );
}
