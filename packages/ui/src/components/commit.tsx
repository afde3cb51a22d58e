import type { CommitInfo } from "@hawser/server";
import type { ReactNode } from "react";

const SHORT_SHA = 7;

/** The first letters of a commit id, as people say it; other revisions stay whole. */
export function shortRevision(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, SHORT_SHA) : revision;
}

/** What a commit is called: its subject first, then id and author. */
export function Commit({ revision, commit }: { revision: string; commit?: CommitInfo | undefined }): ReactNode {
  if (revision === "") return <span className="faint">no revision yet</span>;
  return (
    <span className="commit" title={`${revision}${commit ? `\n${commit.subject}\n${commit.author}` : ""}`}>
      {commit && <span className="commit-subject">{commit.subject}</span>}
      <span className="commit-meta">
        <code>{shortRevision(revision)}</code>
        {commit && <span> · {commit.author.replace(/\s*<.*$/, "")}</span>}
      </span>
    </span>
  );
}
