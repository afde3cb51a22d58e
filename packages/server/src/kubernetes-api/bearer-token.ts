import { randomBytes, timingSafeEqual } from "node:crypto";
import fs from "node:fs";
import type { IncomingMessage } from "node:http";
import { StatusError } from "@hawser/kube";
import type { DataFolder } from "../data-folder/data-folder.ts";

/** The one token of the embedded API; made at the first start, kept with the folder, so that kubeconfigs stay valid. */
export function loadApiToken(folder: DataFolder): string {
  try {
    return fs.readFileSync(folder.path("api-token"), "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const token = randomBytes(32).toString("base64url");
  folder.writeSecret("api-token", `${token}\n`);
  return token;
}

/** Throws `Unauthorized` unless the request carries the token. */
export function requireToken(request: IncomingMessage, token: string): void {
  const given = Buffer.from(request.headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new StatusError("Unauthorized", "Unauthorized");
  }
}
