import type { ReactNode } from "react";

interface ObjectNamesProps {
  title: string;
  tone: string;
  names: readonly string[];
}

/** Objects by name, under what happens to them. */
export function ObjectNames({ title, tone, names }: ObjectNamesProps): ReactNode {
  if (names.length === 0) return null;
  return (
    <section className="object-names">
      <h3 className={`tone-${tone}`}>
        {title} <span className="count">{names.length}</span>
      </h3>
      <ul>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </section>
  );
}
