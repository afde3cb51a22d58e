import type { Schema } from "@hawser/kube";
import { artifact, conditions, count, duration, fields, flag, list, map, text } from "./schema.ts";

const secretRef = (description: string): Schema => fields(description, { name: text("Name of the Secret.") }, ["name"]);

/** `spec` of a GitRepository. */
export const gitRepositorySpec: Schema = fields(
  "Which repository to follow, and how.",
  {
    url: text("Address of the repository.", { pattern: "^(http|https|ssh)://.*$" }),
    interval: duration("How often the repository is looked at."),
    timeout: text("How long a Git operation may take; 60s by default.", {
      pattern: "^([0-9]+(\\.[0-9]+)?(ms|s|m))+$",
      default: "60s",
    }),
    ref: fields("The reference to check out; the branch master by default.", {
      branch: text("A branch."),
      tag: text("A tag; wins over branch."),
      semver: text("A range of versions; the newest tag in it wins over tag."),
      name: text("A full reference such as refs/heads/main; wins over semver."),
      commit: text("A commit id; wins over all others."),
    }),
    secretRef: secretRef("Secret with username and password, or bearerToken."),
    provider: text("Who authenticates.", { enum: ["generic", "azure", "aws", "github"] }),
    serviceAccountName: text("Account for authentication with a cloud."),
    proxySecretRef: secretRef("Secret with the address of a proxy."),
    suspend: flag("Stops looking at the repository."),
    ignore: text("Files to leave out, in the grammar of .gitignore."),
    recurseSubmodules: flag("Takes the submodules too."),
    sparseCheckout: list({ type: "string" }, "Folders to take; all by default."),
    include: list(
      fields(
        "A part of another repository.",
        {
          repository: secretRef("The other GitRepository."),
          fromPath: text("The folder to take."),
          toPath: text("Where to put it."),
        },
        ["repository"],
      ),
      "Parts of other repositories to put into the artifact.",
    ),
    verify: fields(
      "Whose signatures are accepted.",
      {
        mode: text("What must be signed.", { enum: ["head", "HEAD", "Tag", "TagAndHEAD"], default: "HEAD" }),
        secretRef: secretRef("Secret with the public keys."),
      },
      ["secretRef"],
    ),
  },
  ["interval", "url"],
);

/** `status` of a GitRepository. */
export const gitRepositoryStatus: Schema = {
  ...fields("What the last pass found.", {
    artifact,
    conditions,
    includedArtifacts: list(artifact, "Artifacts that were put into this one."),
    lastHandledReconcileAt: text("The last request that was answered."),
    observedGeneration: count("The generation that was looked at last."),
    observedIgnore: text("The patterns that the artifact was made with."),
    observedRecurseSubmodules: flag("Whether the artifact was made with submodules."),
    observedSparseCheckout: list({ type: "string" }, "The folders that the artifact was made of."),
    observedInclude: list(map("An included part."), "What the artifact was made with."),
    sourceVerificationMode: text("What was verified."),
  }),
  default: { observedGeneration: -1 },
};
