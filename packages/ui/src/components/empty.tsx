import type { ReactNode } from "react";
import { Command } from "./copy.tsx";

/** Nothing to show: why, and the next step as a command where there is one. */
export function Empty({
  title,
  children,
  command,
}: {
  title: string;
  children?: ReactNode;
  command?: string;
}): ReactNode {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {command && <Command text={command} />}
    </div>
  );
}
