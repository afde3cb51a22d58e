import { type Client, type ObjectRef, refOf, StatusError } from "@hawser/kube";

/** One request as `argocd_app_k8s_request_total` labels it. */
export interface CountedRequest {
  verb: "Get" | "Create" | "Update" | "Patch" | "Delete";
  /** The HTTP status of the answer; 0 when there was none. */
  code: number;
  /** The plural name of the kind. */
  resource: string;
  namespace: string;
  dryRun: boolean;
}

/** The same client, whose requests for single objects are told. Lists and watches are everybody's, and are not. */
export function countedClient(client: Client, count: (request: CountedRequest) => void): Client {
  async function told<T>(
    verb: CountedRequest["verb"],
    target: ObjectRef,
    dryRun: boolean | undefined,
    answer: Promise<T>,
  ): Promise<T> {
    let code = verb === "Create" ? 201 : 200;
    try {
      const object = await answer;
      if (object === undefined) code = 404;
      return object;
    } catch (error) {
      code = error instanceof StatusError ? error.code : 0;
      throw error;
    } finally {
      const resource = (await client.resourceFor(target).catch(() => undefined))?.resource ?? target.kind;
      count({ verb, code, resource, namespace: target.namespace, dryRun: dryRun === true });
    }
  }
  return {
    ...client,
    get: (ref, options) => told("Get", ref, false, client.get(ref, options)),
    create: (object, options) => told("Create", refOf(object), options?.dryRun, client.create(object, options)),
    update: (object, options) => told("Update", refOf(object), options?.dryRun, client.update(object, options)),
    patch: (ref, patch, options) => told("Patch", ref, options?.dryRun, client.patch(ref, patch, options)),
    apply: (object, options) => told("Patch", refOf(object), options.dryRun, client.apply(object, options)),
    delete: (ref, options) => told("Delete", ref, options?.dryRun, client.delete(ref, options)),
  };
}
