import { randomInt } from "node:crypto";
import { timestamp } from "@hawser/controller";
import {
  applyDefaults,
  applyJsonPatch,
  applyMergePatch,
  applyServerSide,
  applyStrategicMergePatch,
  apiVersionOf,
  isJsonObject,
  jsonEqual,
  type JsonPatchOperation,
  type KubeObject,
  pruneUnknown,
  type StatusCause,
  StatusError,
  trackUpdate,
  type TypeSchema,
  validate,
} from "@hawser/kube";
import { applyDynamicDefaults } from "../admission/defaults.ts";
import { validateKind, validateMetadata, validateUpdate } from "../admission/validation.ts";
import { qualifiedKind, qualifiedResource, type ResourceType } from "../kinds/resource-type.ts";
import { type ApiContext, notFound, stored, type Target } from "./context.ts";
import { toVersion } from "./conversion.ts";

export interface WriteRequest {
  fieldManager: string;
  fieldValidation: "Ignore" | "Warn" | "Strict";
  dryRun: boolean;
  force: boolean;
  /** Filled with what the client should be told. */
  warnings: string[];
}

export interface Written {
  object: KubeObject;
  created: boolean;
}

const NO_SCHEMA: TypeSchema = { root: {}, resolve: (schema) => schema };
const RANDOM_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

/** POST of a new object. */
export function create(context: ApiContext, target: Target, body: unknown, request: WriteRequest): KubeObject {
  const { type, namespace } = target;
  const object = decode(type, body, request);
  const metadata = identify(target, object);
  if (metadata.name === "" && typeof metadata.generateName === "string" && metadata.generateName !== "") {
    metadata.name = generateName(context, type, namespace, metadata.generateName);
  }
  if (metadata.name === "") {
    throw invalid(type, "", [
      {
        reason: "FieldValueRequired",
        message: "Required value: name or generateName is required",
        field: "metadata.name",
      },
    ]);
  }
  return admitNew(context, target, { ...object, metadata }, request, (admitted) =>
    trackUpdate(undefined, admitted, {
      manager: request.fieldManager,
      type: type.schema ?? NO_SCHEMA,
      now: timestamp(context.clock),
    }),
  );
}

/** PUT of a whole object; with `status`, of its status alone. */
export function update(context: ApiContext, target: Target, body: unknown, request: WriteRequest): Written {
  const { type, name } = target;
  const object = decode(type, body, request);
  const metadata = identify(target, object);
  if (metadata.name !== name) {
    throw new StatusError(
      "BadRequest",
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
  }
  const next: KubeObject = { ...object, metadata };
  const current = context.store.get(type.bucket, target.namespace, name);
  if (!current) throw notFound(type, name);
  return { object: replace(context, target, toVersion(type, current), next, request), created: false };
}

/** PATCH, of all four types. Server-side apply makes what does not exist. */
export function patch(
  context: ApiContext,
  target: Target,
  contentType: string,
  body: unknown,
  request: WriteRequest,
): Written {
  const { type, namespace, name } = target;
  if (contentType === "application/apply-patch+yaml" || contentType === "application/apply-patch+cbor") {
    return serverSideApply(context, target, body, request);
  }
  const current = toVersion(type, stored(context, target));
  let next: unknown;
  switch (contentType) {
    case "application/json-patch+json":
      next = applyJsonPatch(current, body as JsonPatchOperation[]);
      break;
    case "application/merge-patch+json":
      next = applyMergePatch(current, body);
      break;
    case "application/strategic-merge-patch+json":
      if (type.custom) {
        throw new StatusError(
          "UnsupportedMediaType",
          "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
        );
      }
      if (!isJsonObject(body)) throw new StatusError("BadRequest", "a strategic merge patch must be an object");
      next = applyStrategicMergePatch(current, body, type.schema);
      break;
    default:
      throw new StatusError(
        "UnsupportedMediaType",
        `the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml`,
      );
  }
  const object = decode(type, next, request);
  const metadata = identify({ ...target, name }, object);
  if (metadata.name !== name || (metadata.namespace ?? "") !== namespace) {
    throw invalid(type, name, [
      {
        reason: "FieldValueInvalid",
        message: `Invalid value: ${JSON.stringify(metadata.name)}: field is immutable`,
        field: "metadata.name",
      },
    ]);
  }
  return { object: replace(context, target, current, { ...object, metadata }, request), created: false };
}

function serverSideApply(context: ApiContext, target: Target, body: unknown, request: WriteRequest): Written {
  const { type, name } = target;
  const applied = decode(type, body, request);
  const metadata = identify(target, applied);
  if (metadata.managedFields !== undefined && metadata.managedFields.length > 0)
    throw new StatusError("BadRequest", "metadata.managedFields must be nil");
  if (metadata.name === "") metadata.name = name;
  const options = {
    manager: request.fieldManager,
    force: request.force,
    type: type.schema ?? NO_SCHEMA,
    now: timestamp(context.clock),
    ...(target.subresource === "" ? {} : { subresource: target.subresource }),
  };
  const current = context.store.get(type.bucket, target.namespace, name);
  if (!current) {
    if (target.subresource !== "") throw notFound(type, name);
    if (metadata.uid !== undefined && metadata.uid !== "") throw notFound(type, name);
    const merged = applyServerSide(undefined, { ...applied, metadata }, options);
    const managed = merged.metadata.managedFields ?? [];
    return { object: admitNew(context, target, merged, request, () => managed), created: true };
  }
  const before = toVersion(type, current);
  if (metadata.uid !== undefined && metadata.uid !== current.metadata.uid)
    throw uidConflict(type, name, metadata.uid, current);
  const merged = applyServerSide(before, { ...applied, metadata }, options);
  const object = replace(context, target, before, merged, request, merged.metadata.managedFields ?? []);
  return { object, created: false };
}

function admitNew(
  context: ApiContext,
  target: Target,
  given: KubeObject,
  request: WriteRequest,
  managedFields: (admitted: KubeObject) => KubeObject["metadata"]["managedFields"],
): KubeObject {
  const { type, namespace } = target;
  const { name } = given.metadata;
  requireNamespace(context, type, namespace);
  if (context.store.get(type.bucket, namespace, name)) {
    throw new StatusError("AlreadyExists", `${qualifiedResource(type)} "${name}" already exists`, {
      details: { name, ...(type.group === "" ? {} : { group: type.group }), kind: type.resource },
    });
  }
  const {
    resourceVersion: _rv,
    deletionTimestamp: _deletion,
    deletionGracePeriodSeconds: _grace,
    managedFields: _managed,
    selfLink: _link,
    generation: _generation,
    ...metadata
  } = given.metadata;
  const base: KubeObject = {
    ...given,
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    metadata: {
      ...metadata,
      name,
      ...(type.namespaced ? { namespace } : {}),
      uid: context.newUid(),
      creationTimestamp: timestamp(context.clock),
      ...(type.countsGenerations ? { generation: 1 } : {}),
    },
  };
  if (type.hasStatus && !KEEPS_STATUS.has(type.bucket)) delete base.status;
  const admitted = admit(context, type, base, undefined);
  const managed = managedFields(admitted) ?? [];
  const complete: KubeObject = { ...admitted, metadata: { ...admitted.metadata, managedFields: managed } };
  return request.dryRun
    ? complete
    : toVersion(type, context.store.put(type.bucket, toStorage(context, type, complete)));
}

/** Nodes and PersistentVolumes are reported by whoever runs them, status included. */
const KEEPS_STATUS = new Set(["/nodes"]);

function replace(
  context: ApiContext,
  target: Target,
  current: KubeObject,
  given: KubeObject,
  request: WriteRequest,
  applied?: KubeObject["metadata"]["managedFields"],
): KubeObject {
  const { type, namespace, name, subresource } = target;
  const wanted = given.metadata.resourceVersion;
  if (wanted !== undefined && wanted !== "" && wanted !== current.metadata.resourceVersion) {
    throw new StatusError(
      "Conflict",
      `Operation cannot be fulfilled on ${qualifiedResource(type)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
      { details: { name, ...(type.group === "" ? {} : { group: type.group }), kind: type.resource } },
    );
  }
  if (given.metadata.uid !== undefined && given.metadata.uid !== current.metadata.uid)
    throw uidConflict(type, name, given.metadata.uid, current);
  const body = updatable(type, current, given, subresource);
  const next: KubeObject = {
    ...body,
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    metadata: {
      ...withoutServerMetadata(body.metadata),
      ...serverMetadata(current),
      name,
      ...(type.namespaced ? { namespace } : {}),
    },
  };
  const admitted =
    subresource === "status"
      ? checkShape(type, type.schema ? applyDefaults(next, type.schema) : next)
      : admit(context, type, next, current);
  const counted = type.countsGenerations && subresource !== "status" && specChanged(type, current, admitted);
  const managedFields =
    applied ??
    trackUpdate(withGivenOwners(current, given), admitted, {
      manager: request.fieldManager,
      type: type.schema ?? NO_SCHEMA,
      now: timestamp(context.clock),
      ...(subresource === "" ? {} : { subresource }),
    });
  const generation = (current.metadata.generation ?? 1) + (counted ? 1 : 0);
  const complete: KubeObject = {
    ...admitted,
    metadata: {
      ...admitted.metadata,
      ...(type.countsGenerations ? { generation } : {}),
      managedFields,
    },
  };
  if (unchanged(current, complete)) return current;
  if (request.dryRun) return complete;
  const { deletionTimestamp, finalizers } = complete.metadata;
  if (deletionTimestamp !== undefined && (finalizers ?? []).length === 0 && isEnded(type, complete)) {
    return toVersion(type, context.store.remove(type.bucket, toStorage(context, type, complete)));
  }
  return toVersion(type, context.store.put(type.bucket, toStorage(context, type, complete)));
}

/**
 * Writers may say who owns which fields: kubectl hands its fields over to server-side apply that way. One empty entry
 * forgets all owners; none at all leaves them as they are.
 */
function withGivenOwners(current: KubeObject, given: KubeObject): KubeObject {
  const { managedFields } = given.metadata;
  if (managedFields === undefined || managedFields.length === 0) return current;
  const forgets = managedFields.length === 1 && Object.keys(managedFields[0] ?? {}).length === 0;
  return { ...current, metadata: { ...current.metadata, managedFields: forgets ? [] : managedFields } };
}

/** Pods go when their node says so, namespaces when they are empty; all else with its last finalizer. */
function isEnded(type: ResourceType, object: KubeObject): boolean {
  if (type.bucket === "/pods") return (object.metadata.deletionGracePeriodSeconds ?? 0) === 0;
  if (type.bucket !== "/namespaces") return true;
  const { finalizers } = (object.spec ?? {}) as { finalizers?: unknown[] };
  return (finalizers ?? []).length === 0;
}

/** What a path may change: `status` the status, the object's own path all but the status. */
function updatable(type: ResourceType, current: KubeObject, given: KubeObject, subresource: string): KubeObject {
  switch (subresource) {
    case "status": {
      const { status: _old, ...rest } = current;
      const next: KubeObject = {
        ...rest,
        metadata: given.metadata.managedFields
          ? { ...current.metadata, managedFields: given.metadata.managedFields }
          : current.metadata,
      };
      return given.status === undefined ? next : { ...next, status: given.status };
    }
    case "finalize":
      return { ...current, spec: given.spec };
    case "ephemeralcontainers":
    case "resize":
      return { ...current, spec: given.spec };
    default: {
      if (!type.hasStatus) return given;
      const { status: _given, ...rest } = given;
      return current.status === undefined ? rest : { ...rest, status: current.status };
    }
  }
}

function admit(
  context: ApiContext,
  type: ResourceType,
  object: KubeObject,
  previous: KubeObject | undefined,
): KubeObject {
  const defaulted = type.schema ? applyDefaults(object, type.schema) : object;
  const complete = applyDynamicDefaults(type, defaulted, previous, context);
  checkShape(type, complete);
  const causes = [...validateMetadata(type, complete), ...validateKind(type, complete)];
  if (previous) causes.push(...validateUpdate(type, complete, previous));
  if (causes.length > 0) throw invalid(type, complete.metadata.name, causes);
  return complete;
}

function checkShape(type: ResourceType, object: KubeObject): KubeObject {
  const causes = type.schema ? validate(object, type.schema) : [];
  if (causes.length > 0) throw invalid(type, object.metadata.name, causes);
  return object;
}

/** A body as an object of this type, without the fields that the type does not have. */
function decode(type: ResourceType, body: unknown, request: WriteRequest): KubeObject {
  if (!isJsonObject(body)) throw new StatusError("BadRequest", "the body of the request is not an object");
  const apiVersion = body.apiVersion ?? apiVersionOf(type);
  const kind = body.kind ?? type.kind;
  if (apiVersion !== apiVersionOf(type) || kind !== type.kind) {
    throw new StatusError(
      "BadRequest",
      `the API version in the data (${JSON.stringify(apiVersion)}, kind ${JSON.stringify(kind)}) does not match the expected API version (${apiVersionOf(type)}, kind ${type.kind})`,
    );
  }
  const object = {
    ...body,
    apiVersion,
    kind,
    metadata: isJsonObject(body.metadata) ? body.metadata : {},
  } as unknown as KubeObject;
  if (!type.schema) return object;
  const { object: pruned, unknown } = pruneUnknown(object, type.schema);
  if (unknown.length > 0 && request.fieldValidation === "Strict") {
    throw new StatusError(
      "BadRequest",
      `strict decoding error: ${unknown.map((path) => `unknown field "${path}"`).join(", ")}`,
    );
  }
  if (request.fieldValidation === "Warn") request.warnings.push(...unknown.map((path) => `unknown field "${path}"`));
  return pruned;
}

/** The metadata of an object that was sent to a path: both must name the same thing. */
function identify({ type, namespace }: Target, object: KubeObject): KubeObject["metadata"] {
  const metadata = { ...object.metadata, name: object.metadata.name ?? "" };
  if (!type.namespaced) {
    delete metadata.namespace;
    return metadata;
  }
  if (metadata.namespace !== undefined && metadata.namespace !== "" && metadata.namespace !== namespace) {
    throw new StatusError(
      "BadRequest",
      `the namespace of the provided object does not match the namespace sent on the request`,
    );
  }
  return { ...metadata, namespace };
}

function requireNamespace(context: ApiContext, type: ResourceType, namespace: string): void {
  if (!type.namespaced) return;
  const found = context.store.get("/namespaces", "", namespace);
  if (!found) {
    throw new StatusError("NotFound", `namespaces "${namespace}" not found`, {
      details: { name: namespace, kind: "namespaces" },
    });
  }
  // Controllers report their last acts there, so events alone are let in.
  if (found.metadata.deletionTimestamp !== undefined && type.resource !== "events") {
    throw new StatusError(
      "Forbidden",
      `${qualifiedResource(type)} is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
      {
        details: {
          causes: [
            {
              reason: "NamespaceTerminating",
              message: `namespace ${namespace} is being terminated`,
              field: "metadata.namespace",
            },
          ],
        },
      },
    );
  }
}

function generateName(context: ApiContext, type: ResourceType, namespace: string, prefix: string): string {
  for (;;) {
    let name = prefix.slice(0, 58);
    for (let i = 0; i < 5; i++) name += RANDOM_LETTERS[randomInt(RANDOM_LETTERS.length)];
    if (!context.store.get(type.bucket, namespace, name)) return name;
  }
}

function toStorage(context: ApiContext, type: ResourceType, object: KubeObject): KubeObject {
  const [group = "", resource = ""] = type.bucket.split("/");
  const storage = context.registry.byPath(group, type.storageVersion, resource);
  return storage && storage !== type ? toVersion(storage, object) : object;
}

const SERVER_METADATA = [
  "uid",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "generation",
  "resourceVersion",
] as const;

function serverMetadata(current: KubeObject): Partial<KubeObject["metadata"]> {
  return Object.fromEntries(
    SERVER_METADATA.filter((field) => current.metadata[field] !== undefined).map((field) => [
      field,
      current.metadata[field],
    ]),
  );
}

function withoutServerMetadata(metadata: KubeObject["metadata"]): KubeObject["metadata"] {
  const rest = { ...metadata };
  for (const field of SERVER_METADATA) delete rest[field];
  delete rest.managedFields;
  delete rest.selfLink;
  return rest;
}

function specChanged(type: ResourceType, before: KubeObject, after: KubeObject): boolean {
  const content = (object: KubeObject): Record<string, unknown> => {
    const { metadata: _metadata, status, ...rest } = object;
    return type.hasStatus || status === undefined ? rest : { ...rest, status };
  };
  return !jsonEqual(content(before), content(after));
}

/** A write that changes nothing stores nothing: the time of an entry alone is no change. */
function unchanged(before: KubeObject, after: KubeObject): boolean {
  const timeless = (object: KubeObject): unknown => ({
    ...object,
    metadata: {
      ...object.metadata,
      resourceVersion: undefined,
      managedFields: (object.metadata.managedFields ?? []).map((entry) => ({ ...entry, time: undefined })),
    },
  });
  return jsonEqual(timeless(before), timeless(after));
}

function uidConflict(type: ResourceType, name: string, given: string, current: KubeObject): StatusError {
  return new StatusError(
    "Conflict",
    `Operation cannot be fulfilled on ${qualifiedResource(type)} "${name}": Precondition failed: UID in precondition: ${given}, UID in object meta: ${current.metadata.uid ?? ""}`,
  );
}

export function invalid(type: ResourceType, name: string, causes: StatusCause[]): StatusError {
  const lines = causes.map(({ field, message }) => `${field}: ${message}`);
  const text = lines.length === 1 ? lines[0] : `[${lines.join(", ")}]`;
  return new StatusError("Invalid", `${qualifiedKind(type)} "${name}" is invalid: ${text ?? ""}`, {
    details: { name, ...(type.group === "" ? {} : { group: type.group }), kind: type.kind, causes },
  });
}
