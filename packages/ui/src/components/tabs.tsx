import type { KeyboardEvent, ReactNode } from "react";

interface TabsProps<T extends string> {
  label: string;
  choices: readonly { value: T; label: string; count?: number }[];
  chosen: T;
  onChoose: (value: T) => void;
}

/** A row of tabs; the arrow keys go along it. */
export function Tabs<T extends string>({ label, choices, chosen, onChoose }: TabsProps<T>): ReactNode {
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const index = choices.findIndex(({ value }) => value === chosen);
    const next = choices[(index + step + choices.length) % choices.length];
    if (!next) return;
    onChoose(next.value);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} className="tabs" onKeyDown={move}>
      {choices.map(({ value, label: text, count }) => (
        <button
          key={value}
          type="button"
          role="tab"
          data-tab={value}
          aria-selected={value === chosen}
          tabIndex={value === chosen ? 0 : -1}
          onClick={() => onChoose(value)}
        >
          {text}
          {count !== undefined && <span className="count">{count}</span>}
        </button>
      ))}
    </div>
  );
}
