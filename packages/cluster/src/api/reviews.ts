import { isJsonObject } from "@hawser/kube";

/** Questions that are answered, not stored. Whoever is let in may do everything: there is no RBAC here. */
export function answerReview(resource: string, body: unknown, user: string): unknown {
  const review = isJsonObject(body) ? body : {};
  const base = { ...review, metadata: isJsonObject(review.metadata) ? review.metadata : { creationTimestamp: null } };
  switch (resource) {
    case "selfsubjectaccessreviews":
    case "subjectaccessreviews":
    case "localsubjectaccessreviews":
      return { ...base, status: { allowed: true, reason: "the embedded cluster has no RBAC" } };
    case "selfsubjectrulesreviews":
      return {
        ...base,
        status: {
          resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }],
          nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
          incomplete: false,
        },
      };
    case "selfsubjectreviews":
      return { ...base, status: { userInfo: { username: user, groups: ["system:masters", "system:authenticated"] } } };
    default:
      return { ...base, status: { authenticated: true, user: { username: user, groups: ["system:masters"] } } };
  }
}
