import type { ReactNode } from "react";
import { Link } from "../navigation/location.tsx";
import { NO_FILTER } from "../navigation/route.ts";
import { Logo } from "./logo.tsx";
import { ShortcutHelp } from "./shortcuts.tsx";
import { ThemeButton } from "./theme.tsx";

interface TopBarProps {
  username: string;
  isLost: boolean;
  simulated: boolean;
  onLeave: () => void;
}

/** What is the same on every page: the way home, whether what is seen is current, and the reader's choices. */
export function TopBar({ username, isLost, simulated, onLeave }: TopBarProps): ReactNode {
  return (
    <header className="top-bar">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <Link to={{ page: "fleet", filter: NO_FILTER }} className="home">
        <Logo /> Hawser
      </Link>
      <span className="connection" role="status">
        {isLost ? (
          <span className="lost">Connection lost. What you see may be old; trying again…</span>
        ) : (
          <span className="live-mark">Live</span>
        )}
      </span>
      <span className="top-bar-end">
        {simulated && (
          <span className="simulated" title="Nothing runs in the Pods of the embedded cluster">
            Containers are simulated
          </span>
        )}
        <ThemeButton />
        <ShortcutHelp />
        <button type="button" className="quiet leave" title={`Signed in as ${username}`} onClick={onLeave}>
          Sign out
        </button>
      </span>
    </header>
  );
}
