import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";

interface WindowListProps<T> {
  items: readonly T[];
  keyOf: (item: T) => string;
  heightOf: (item: T) => number;
  draw: (item: T, index: number) => ReactNode;
  /** Is brought into view when it changes. */
  focusIndex?: number | undefined;
}

/** Below this a list is drawn whole: find-in-page and printing then work. */
const WHOLE_UP_TO = 150;

/** A list that scrolls with the page; when it is long, only what can be seen is in the document. */
export function WindowList<T>(props: WindowListProps<T>): ReactNode {
  if (props.items.length <= WHOLE_UP_TO) return props.items.map((item, index) => props.draw(item, index));
  return <LongList {...props} />;
}

function LongList<T>({ items, keyOf, heightOf, draw, focusIndex }: WindowListProps<T>): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    setOffset((frame.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
  }, []);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by a compiler
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: (index) => heightOf(items[index] as T),
    getItemKey: (index) => keyOf(items[index] as T),
    overscan: 12,
    scrollMargin: offset,
  });
  useEffect(() => {
    if (focusIndex !== undefined && focusIndex >= 0) rows.scrollToIndex(focusIndex);
  }, [focusIndex, rows]);
  return (
    <div ref={frame} role="presentation" className="window-list" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map((row) => (
        <div
          key={row.key}
          role="presentation"
          style={{ transform: `translateY(${row.start - offset}px)`, height: row.size }}
        >
          {draw(items[row.index] as T, row.index)}
        </div>
      ))}
    </div>
  );
}
