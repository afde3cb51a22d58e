import { apiVersionOf, isJsonObject, type KubeObject } from "@hawser/kube";
import type { ResourceType } from "../kinds/resource-type.ts";

type Loose = Record<string, unknown>;
const obj = (value: unknown): Loose => (isJsonObject(value) ? value : {});

/** An object as one version of its kind shows it. Custom resources change their apiVersion only. */
export function toVersion(type: ResourceType, object: KubeObject): KubeObject {
  const apiVersion = apiVersionOf(type);
  if (object.apiVersion === apiVersion) return object;
  if (type.resource === "events") return eventTo(apiVersion, object);
  if (type.resource === "horizontalpodautoscalers" && type.group === "autoscaling")
    return type.version === "v1" ? scalerToV1(object) : scalerToV2(object);
  return { ...object, apiVersion };
}

function eventTo(apiVersion: string, event: KubeObject): KubeObject {
  if (apiVersion === "v1") {
    const {
      regarding,
      note,
      deprecatedSource,
      deprecatedFirstTimestamp,
      deprecatedLastTimestamp,
      deprecatedCount,
      ...rest
    } = event;
    return withoutUndefined({
      ...rest,
      apiVersion,
      involvedObject: regarding,
      message: note,
      source: deprecatedSource ?? {},
      firstTimestamp: deprecatedFirstTimestamp ?? null,
      lastTimestamp: deprecatedLastTimestamp ?? null,
      count: deprecatedCount,
      reportingComponent: rest.reportingController,
      reportingController: undefined,
    });
  }
  const { involvedObject, message, source, firstTimestamp, lastTimestamp, count, reportingComponent, ...rest } = event;
  return withoutUndefined({
    ...rest,
    apiVersion,
    regarding: involvedObject,
    note: message,
    deprecatedSource: source,
    deprecatedFirstTimestamp: firstTimestamp,
    deprecatedLastTimestamp: lastTimestamp,
    deprecatedCount: count,
    reportingController: reportingComponent,
  });
}

function scalerToV1(hpa: KubeObject): KubeObject {
  const { metrics, behavior: _behavior, ...spec } = obj(hpa.spec);
  const cpu = (Array.isArray(metrics) ? metrics.map(obj) : []).find((m) => obj(m.resource).name === "cpu");
  const target = obj(obj(cpu?.resource).target).averageUtilization;
  const status = obj(hpa.status);
  return {
    ...hpa,
    apiVersion: "autoscaling/v1",
    spec: { ...spec, ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target }) },
    status: { currentReplicas: status.currentReplicas ?? 0, desiredReplicas: status.desiredReplicas ?? 0 },
  };
}

function scalerToV2(hpa: KubeObject): KubeObject {
  const { targetCPUUtilizationPercentage: target, ...spec } = obj(hpa.spec);
  const metrics = [
    { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: target } } },
  ];
  return { ...hpa, apiVersion: "autoscaling/v2", spec: { ...spec, ...(target === undefined ? {} : { metrics }) } };
}

function withoutUndefined(object: Loose): KubeObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as unknown as KubeObject;
}
