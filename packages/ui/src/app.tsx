import type { UserInfo } from "@hawser/server";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useFleet } from "./api/fleet-stream.ts";
import { onSignedOut } from "./api/http.ts";
import { currentUser, signOut } from "./api/session.ts";
import { Empty } from "./components/empty.tsx";
import { useShortcut } from "./components/shortcuts.tsx";
import { TopBar } from "./components/top-bar.tsx";
import { go, useRoute } from "./navigation/location.tsx";
import { NO_FILTER, type Route } from "./navigation/route.ts";
import { DeployablePage } from "./pages/deployable/page.tsx";
import { FleetPage } from "./pages/fleet/page.tsx";
import { SignInPage } from "./pages/sign-in/page.tsx";

const RETRY_MS = 2_000;

/** Whoever is signed in sees the place that the URL names; others are asked who they are, and see it then. */
export function App(): ReactNode {
  const [user, setUser] = useState<UserInfo>();
  const ask = useCallback(() => {
    void untilAnswered().then(setUser);
  }, []);
  useEffect(ask, [ask]);
  useEffect(() => onSignedOut(() => setUser({ loggedIn: false, username: "" })), []);
  if (!user) return <p className="waiting">Asking Hawser…</p>;
  if (!user.loggedIn) return <SignInPage onSignedIn={ask} />;
  const leave = (): void => {
    void signOut().then(() => setUser({ loggedIn: false, username: "" }));
  };
  return <SignedIn username={user.username} onLeave={leave} />;
}

async function untilAnswered(): Promise<UserInfo> {
  for (;;) {
    try {
      return await currentUser();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function SignedIn({ username, onLeave }: { username: string; onLeave: () => void }): ReactNode {
  const route = useRoute();
  const fleet = useFleet(route.page === "fleet");
  const [isDetailLost, setDetailLost] = useState(false);
  useShortcut("g f", "Go to the fleet", () => go({ page: "fleet", filter: NO_FILTER }));
  const isLost = fleet.state === "lost" || isDetailLost;
  return (
    <>
      <TopBar username={username} isLost={isLost} simulated={fleet.simulated} onLeave={onLeave} />
      <main id="content">
        <Page route={route} fleet={fleet} onLost={setDetailLost} />
      </main>
    </>
  );
}

interface PageProps {
  route: Route;
  fleet: ReturnType<typeof useFleet>;
  onLost: (isLost: boolean) => void;
}

function Page({ route, fleet, onLost }: PageProps): ReactNode {
  switch (route.page) {
    case "fleet":
      return <FleetPage fleet={fleet} filter={route.filter} />;
    case "deployable": {
      const { kind, namespace, name } = route.id;
      return <DeployablePage key={`${kind}/${namespace}/${name}`} id={route.id} state={route.state} onLost={onLost} />;
    }
    case "unknown":
      return <Empty title="There is nothing at this address">Press g, then f for the fleet.</Empty>;
  }
}
