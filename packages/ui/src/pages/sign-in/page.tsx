import { type FormEvent, type ReactNode, useState } from "react";
import { RequestError } from "../../api/http.ts";
import { signIn } from "../../api/session.ts";
import { Command } from "../../components/copy.tsx";
import { Logo } from "../../components/logo.tsx";
import { PASSWORD_COMMAND, refusalText } from "./view-model.ts";

/** Asks who is there. The place that the URL names opens after it. */
export function SignInPage({ onSignedIn }: { onSignedIn: () => void }): ReactNode {
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    signIn(textOf(form, "username"), textOf(form, "password")).then(onSignedIn, (refusal: unknown) => {
      setBusy(false);
      setError(refusalText(refusal instanceof RequestError ? refusal.status : 0, (refusal as Error).message));
    });
  };
  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <h1>
          <Logo size={28} /> Hawser
        </h1>
        <label>
          User
          <input name="username" autoComplete="username" defaultValue="admin" required />
        </label>
        <label>
          Password
          {/* The page has nothing else to do: typing can start at once. */}
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
          <input name="password" type="password" autoComplete="current-password" required autoFocus />
        </label>
        <p role="alert" className="form-error">
          {error}
        </p>
        <button type="submit" className="primary" disabled={isBusy}>
          {isBusy ? "Signing in…" : "Sign in"}
        </button>
        <p className="hint">The first password of admin is in a Secret. This prints it:</p>
        <Command text={PASSWORD_COMMAND} />
      </form>
    </main>
  );
}

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
