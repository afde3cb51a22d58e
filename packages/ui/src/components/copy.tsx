import { type ReactNode, useState } from "react";
import { Icon } from "./icon.tsx";

const CONFIRMED_MS = 1_500;

/** Copies a text; says so where the button is. */
export function CopyButton({ text, what }: { text: string; what: string }): ReactNode {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), CONFIRMED_MS);
    });
  };
  return (
    <button type="button" className="quiet" aria-label={`Copy ${what}`} title={`Copy ${what}`} onClick={copy}>
      {copied ? <span aria-live="polite">Copied</span> : <Icon name="copy" />}
    </button>
  );
}

/** A command to run, to copy whole. */
export function Command({ text }: { text: string }): ReactNode {
  return (
    <div className="command">
      <code>{text}</code>
      <CopyButton text={text} what="the command" />
    </div>
  );
}
