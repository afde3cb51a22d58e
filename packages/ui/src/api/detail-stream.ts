import type { Detail } from "@hawser/server";
import { useEffect, useState } from "react";
import type { DeployableId } from "../navigation/route.ts";
import { objectPath } from "./http.ts";
import { openStream, type StreamState } from "./stream.ts";

/** One deployable, as far as it is known. */
export interface DetailData {
  state: StreamState;
  detail?: Detail;
  /** It was deleted while it was looked at, or is not there. */
  gone: boolean;
}

/** One deployable, live for as long as the caller is mounted. The caller is keyed by it: another one starts anew. */
export function useDetail({ kind, namespace, name }: DeployableId): DetailData {
  const [data, setData] = useState<DetailData>({ state: "connecting", gone: false });
  useEffect(() => {
    return openStream(`${objectPath({ kind, namespace, name })}/stream`, {
      events: {
        detail: (event) => setData((old) => ({ ...old, detail: JSON.parse(event) as Detail, gone: false })),
        gone: () => setData((old) => ({ ...old, gone: true })),
      },
      onState: (state) => setData((old) => ({ ...old, state })),
    });
  }, [kind, namespace, name]);
  return data;
}
