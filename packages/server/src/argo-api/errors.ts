import { StatusError } from "@hawser/kube";

/** gRPC's codes, which the API's errors carry. */
export const GRPC = {
  invalidArgument: 3,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  failedPrecondition: 9,
  internal: 13,
  unauthenticated: 16,
} as const;
const HTTP: Record<number, number> = { 3: 400, 5: 404, 6: 409, 7: 403, 9: 400, 13: 500, 16: 401 };

/** A refusal, in the form that `argocd` reads. */
export class ArgoError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export function answerOf(error: unknown): { status: number; body: { error: string; code: number; message: string } } {
  const code = error instanceof ArgoError ? error.code : error instanceof StatusError ? codeOf(error) : GRPC.internal;
  const message = error instanceof Error ? error.message : String(error);
  return { status: HTTP[code] ?? 500, body: { error: message, code, message } };
}

function codeOf({ reason }: StatusError): number {
  switch (reason) {
    case "NotFound":
      return GRPC.notFound;
    case "AlreadyExists":
      return GRPC.alreadyExists;
    case "BadRequest":
    case "Invalid":
      return GRPC.invalidArgument;
    case "Forbidden":
      return GRPC.permissionDenied;
    default:
      return GRPC.internal;
  }
}
