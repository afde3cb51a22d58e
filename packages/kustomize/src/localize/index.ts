export type { LocalizeDestination } from "./destination.ts";
export { localize, type LocalizeOptions, type LocalizeResult, VerificationError } from "./localize.ts";
