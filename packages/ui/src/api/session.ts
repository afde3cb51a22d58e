import type { UserInfo } from "@hawser/server";
import { getJson, postJson } from "./http.ts";

/** Who is signed in. */
export async function currentUser(): Promise<UserInfo> {
  return getJson<UserInfo>("/api/v1/session/userinfo");
}

/** Signs in; the server keeps the session in a cookie that scripts cannot read. */
export async function signIn(username: string, password: string): Promise<void> {
  await postJson("/api/v1/session", { username, password });
}

/** Ends the session. */
export async function signOut(): Promise<void> {
  await fetch("/api/v1/session", { method: "DELETE" });
}
