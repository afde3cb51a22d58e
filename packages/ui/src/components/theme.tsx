import { type ReactNode, useEffect, useState } from "react";
import { Icon } from "./icon.tsx";

const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];
const STORED = "hawser.theme";

function storedTheme(): Theme {
  return THEMES.find((theme) => theme === localStorage.getItem(STORED)) ?? "auto";
}

/** Puts the chosen theme on the document; `auto` leaves it to the system. */
export function applyTheme(theme: Theme = storedTheme()): void {
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

/** Goes through system, light and dark. */
export function ThemeButton(): ReactNode {
  const [theme, setTheme] = useState(storedTheme);
  useEffect(() => {
    localStorage.setItem(STORED, theme);
    applyTheme(theme);
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto";
  const label = `Theme: ${theme}. Switch to ${next}`;
  return (
    <button type="button" className="quiet" aria-label={label} title={label} onClick={() => setTheme(next)}>
      <Icon name={theme} size={16} />
    </button>
  );
}
