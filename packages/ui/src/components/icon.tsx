import type { ReactNode } from "react";

const PATHS = {
  refresh: "M13 8a5 5 0 1 1-1.5-3.6M13 2.5v3h-3",
  sync: "M8 2.5v8M4.8 7.5L8 10.7l3.2-3.2M3 13.5h10",
  delete: "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  play: "M5 3l7 5-7 5z",
  close: "M4 4l8 8M12 4l-8 8",
  copy: "M5.5 5.5h8v8h-8zM10.5 5V2.5h-8v8H5",
  back: "M9.5 3.5L5 8l4.5 4.5",
  right: "M6 4l4 4-4 4",
  search: "M11 11l3 3M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10z",
  hidden: "M2 8s2.3-4 6-4 6 4 6 4-2.3 4-6 4-6-4-6-4zM3 13L13 3",
  branch: "M5 3v10M5 10c4 0 6-1.5 6-5M11 5V3",
  rollback: "M3 6.5h6.5a3.2 3.2 0 0 1 0 6.5H6M5.5 4L3 6.5 5.5 9",
  light:
    "M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9",
  dark: "M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z",
  auto: "M8 2.5a5.5 5.5 0 1 1 0 11zM8 2.5a5.5 5.5 0 1 0 0 11",
  warning: "M8 2.5l6 11H2zM8 6.5v3M8 11.4v.1",
} as const;
/** Names of the drawings. */
export type IconName = keyof typeof PATHS;

/** A small drawing beside a word; screen readers skip it. */
export function Icon({ name, size = 14 }: { name: IconName; size?: number }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
