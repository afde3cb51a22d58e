import type { ActionRequest } from "@hawser/server";
import type { DeployableId } from "../navigation/route.ts";

/** What the server refused, in its own words. */
export class RequestError extends Error {
  override readonly name: string = "RequestError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const signedOut = new Set<() => void>();

/** Calls back when an answer says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

/** Tells every listener that the session ended. */
export function announceSignedOut(): void {
  for (const listener of signedOut) listener();
}

/** `/api/hawser/v1/objects/Application/argocd/shopapi-dev`. */
export function objectPath({ kind, namespace, name }: DeployableId): string {
  return `/api/hawser/v1/objects/${[kind, namespace, name].map(encodeURIComponent).join("/")}`;
}

/** Reads JSON; throws {@link RequestError} with the server's own message. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return request<T>(path, signal ? { signal } : {});
}

/** Sends JSON and reads the answer. */
export async function postJson<T>(path: string, body: unknown): Promise<T> {
  return request<T>(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Asks for an action on a deployable; answers what the server says about it. */
export async function act(id: DeployableId, action: string, body: ActionRequest = {}): Promise<string> {
  const { message } = await postJson<{ message?: string }>(`${objectPath(id)}/${action}`, body);
  return message ?? "";
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestError(0, "Hawser does not answer. Is it still running?");
  }
  const text = await response.text();
  if (response.ok) return (text === "" ? {} : JSON.parse(text)) as T;
  if (response.status === 401 && path !== "/api/v1/session") announceSignedOut();
  throw new RequestError(response.status, messageOf(text) ?? `${response.status} ${response.statusText}`);
}

function messageOf(text: string): string | undefined {
  try {
    const { error, message } = JSON.parse(text) as { error?: string; message?: string };
    return error ?? message;
  } catch {
    return undefined;
  }
}
