import { type RefObject, useEffect, useRef } from "react";

/** Lights an element up once whenever `value` becomes another; never at first sight. */
export function useGlow<T extends HTMLElement>(value: string): RefObject<T | null> {
  const ref = useRef<T>(null);
  const seen = useRef(value);
  useEffect(() => {
    if (seen.current === value) return;
    seen.current = value;
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    ref.current?.animate([{ backgroundColor: "var(--glow)" }, {}], { duration: 1_600, easing: "ease-out" });
  }, [value]);
  return ref;
}
