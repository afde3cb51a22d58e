import { isJsonObject, jsonEqual, type KubeObject, LAST_APPLIED } from "@hawser/kube";

/** Two sides of an object without any secret value; equal values become equal runs of `+`, different ones differ in length. */
export function maskSecrets(
  target: KubeObject | undefined,
  live: KubeObject | undefined,
): [KubeObject | undefined, KubeObject | undefined] {
  if (target?.kind !== "Secret" && live?.kind !== "Secret") return [target, live];
  const dataOf = (object: KubeObject | undefined): Record<string, unknown> => {
    const plain = isJsonObject(object?.stringData)
      ? Object.fromEntries(
          Object.entries(object.stringData).map(([key, value]) => [key, Buffer.from(String(value)).toString("base64")]),
        )
      : {};
    return { ...(isJsonObject(object?.data) ? object.data : {}), ...plain };
  };
  const [a, b] = [dataOf(target), dataOf(live)];
  const masked = (
    object: KubeObject | undefined,
    own: Record<string, unknown>,
    other: Record<string, unknown>,
    isLive: boolean,
  ): KubeObject | undefined => {
    if (!object) return undefined;
    const data = Object.fromEntries(
      Object.keys(own).map((key) => [
        key,
        isLive && key in other && !jsonEqual(own[key], other[key]) ? "++++++++++++++++" : "++++++++",
      ]),
    );
    const { stringData: _plain, ...rest } = object;
    const { [LAST_APPLIED]: applied, ...annotations } = object.metadata.annotations ?? {};
    const kept = applied === undefined ? annotations : { ...annotations, [LAST_APPLIED]: "++++++++" };
    return {
      ...rest,
      data,
      metadata: { ...object.metadata, ...(object.metadata.annotations ? { annotations: kept } : {}) },
    } as KubeObject;
  };
  return [masked(target, a, b, false), masked(live, b, a, true)];
}
