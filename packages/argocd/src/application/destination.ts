import type { ApplicationDestination } from "../api/application.ts";

/** The cluster that the engine runs on, as Applications name it. */
const LOCAL_SERVER = "https://kubernetes.default.svc";
const LOCAL_NAME = "in-cluster";

/** Why a destination leads to no cluster, in Argo CD's words; undefined when it does. */
export function destinationProblem({ server = "", name = "" }: ApplicationDestination): string | undefined {
  if (server !== "" && name !== "")
    return `application destination can't have both name and server defined: ${name} ${server}`;
  if (server !== "") {
    if (server === LOCAL_SERVER) return undefined;
    return `error getting cluster by server "${server}": rpc error: code = NotFound desc = cluster "${server}" not found`;
  }
  if (name === "") return "Destination server missing from app spec";
  return name === LOCAL_NAME ? undefined : `there are no clusters with this name: ${name}`;
}
