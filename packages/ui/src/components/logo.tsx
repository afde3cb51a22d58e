import type { ReactNode } from "react";

/** The mark: a rope between two posts. */
export function Logo({ size = 20 }: { size?: number }): ReactNode {
  return (
    <svg className="logo" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      <rect width="16" height="16" rx="4" fill="var(--accent)" />
      <path
        d="M4.5 3.5v9M11.5 3.5v9M4.5 10c2.5 0 4.5-4 7-4"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
    </svg>
  );
}
