import type { FastifyInstance } from "fastify";
import type { Accounts } from "../accounts/accounts.ts";
import { ArgoError, GRPC } from "./errors.ts";

const PASSWORD_PATTERN = "^.{8,32}$";
const ADMIN = { name: "admin", enabled: true, capabilities: ["login"] };

/** `/api/v1/account`: the one account there is, and its password. */
export function accountRoutes(server: FastifyInstance, accounts: Accounts): void {
  server.get("/api/v1/account", () => ({ items: [ADMIN] }));
  server.get<{ Params: { name: string } }>("/api/v1/account/:name", ({ params }) => {
    if (params.name !== ADMIN.name) throw new ArgoError(GRPC.notFound, `account '${params.name}' does not exist`);
    return ADMIN;
  });
  server.put<{ Body: { name?: string; currentPassword?: string; newPassword?: string } | null }>(
    "/api/v1/account/password",
    async ({ body }) => {
      const { name = "", currentPassword = "", newPassword = "" } = body ?? {};
      if (name !== "" && name !== ADMIN.name) throw new ArgoError(GRPC.notFound, `account '${name}' does not exist`);
      if (!new RegExp(PASSWORD_PATTERN).test(newPassword))
        throw new ArgoError(
          GRPC.invalidArgument,
          `New password does not match the following expression: ${PASSWORD_PATTERN}.`,
        );
      if (!(await accounts.changePassword(currentPassword, newPassword)))
        throw new ArgoError(GRPC.invalidArgument, "current password does not match");
      return {};
    },
  );
}
