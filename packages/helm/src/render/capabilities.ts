import { GoError, namedType, Pointer, Slice, stringType, stringsType, Struct, structType } from "@hawser/gotemplate";
import { ChartError } from "../chart/chart-error.ts";

/** What charts can ask about the cluster and about Helm. */
export interface Capabilities {
  readonly kubeVersion: KubeVersion;
  /** `apps/v1` and the like; also `apps/v1/Deployment` where they came from a cluster. */
  readonly apiVersions: readonly string[];
}

export interface KubeVersion {
  /** As it was given, with a `v`. */
  readonly version: string;
  /** Without what follows the numbers. */
  readonly normalized: string;
  readonly major: string;
  readonly minor: string;
}

/** The Helm whose answers these are. */
export const HELM_VERSION = "v4.2.4";
const GO_VERSION = "go1.26.8";

/** What Helm takes for granted without a cluster, in its order: groups, each with its versions. */
const DEFAULT_APIS = `
v1; admissionregistration.k8s.io/v1 v1alpha1 v1beta1; internal.apiserver.k8s.io/v1alpha1; apps/v1 v1beta1 v1beta2
authentication.k8s.io/v1 v1alpha1 v1beta1; authorization.k8s.io/v1 v1beta1; autoscaling/v1 v2; batch/v1 v1beta1
certificates.k8s.io/v1 v1beta1 v1alpha1; coordination.k8s.io/v1alpha2 v1beta1 v1; discovery.k8s.io/v1 v1beta1
events.k8s.io/v1 v1beta1; extensions/v1beta1; flowcontrol.apiserver.k8s.io/v1 v1beta1 v1beta2 v1beta3
networking.k8s.io/v1 v1beta1; node.k8s.io/v1 v1alpha1 v1beta1; policy/v1 v1beta1
rbac.authorization.k8s.io/v1 v1beta1 v1alpha1; resource.k8s.io/v1 v1beta2 v1beta1 v1alpha3
scheduling.k8s.io/v1alpha2 v1beta1 v1; storage.k8s.io/v1beta1 v1 v1alpha1; storagemigration.k8s.io/v1beta1
apiextensions.k8s.io/v1beta1 v1`;

/** The API versions that a chart sees without a cluster. */
export const DEFAULT_API_VERSIONS: readonly string[] = DEFAULT_APIS.split(/[;\n]/)
  .map((group) => group.trim())
  .filter(Boolean)
  .flatMap((group) => {
    const [first = "", ...more] = group.split(" ");
    const slash = first.indexOf("/");
    return [first, ...more.map((version) => `${first.slice(0, slash)}/${version}`)];
  });

/** The version of Kubernetes that a chart sees without a cluster. */
export const DEFAULT_KUBE_VERSION: KubeVersion = { version: "v1.36.0", normalized: "v1.36.0", major: "1", minor: "36" };

/** Reads `--kube-version`. Throws where Helm would refuse it. */
export function parseKubeVersion(text: string): KubeVersion {
  const refuse = (why: string): never => {
    throw new ChartError(`invalid kube version '${text}': ${why}`);
  };
  const match = /^v?(\d+(?:\.\d+)*)/.exec(text);
  if (!match) return refuse(`could not parse ${JSON.stringify(text)} as version`);
  const numbers = (match[1] ?? "").split(".");
  if (numbers.length < 2) return refuse(`illegal version string ${JSON.stringify(text)}`);
  const [major = "", minor = ""] = numbers;
  return {
    version: `v${text.replace(/^v/, "")}`,
    normalized: `v${numbers.join(".")}`,
    major,
    minor,
  };
}

const versionSetType = namedType("common.VersionSet", stringsType, {
  methods: {
    Has: {
      params: [stringType],
      call: (receiver: unknown, name: string) => {
        if (!(receiver instanceof Slice)) throw new GoError("not a VersionSet");
        return receiver.items.includes(name);
      },
    },
  },
});

const versionOf = (receiver: unknown): unknown => {
  const struct = receiver instanceof Pointer ? receiver.target : receiver;
  return struct instanceof Struct ? struct : new Struct(kubeVersionType, ["", "", "", ""]);
};

const kubeVersionType = structType("common.KubeVersion", ["Version", "normalizedVersion", "Major", "Minor"], {
  pointerMethods: {
    String: { params: [], call: (receiver: unknown) => (versionOf(receiver) as Struct).values[1] },
    GitVersion: { params: [], call: (receiver: unknown) => (versionOf(receiver) as Struct).values[0] },
  },
});

const BUILD_INFO = ["Version", "GitCommit", "GitTreeState", "GoVersion", "KubeClientVersion"];
const buildInfoType = structType("version.BuildInfo", BUILD_INFO, {
  methods: {
    MarshalJSON: {
      params: [],
      call: ({ values: [version, , , go, client] }: Struct) =>
        JSON.stringify({ version, go_version: go, kube_client_version: client }),
    },
  },
});

const capabilitiesType = structType("common.Capabilities", ["KubeVersion", "APIVersions", "HelmVersion"]);

/** `.Capabilities` as templates see it. */
export function capabilitiesValue({ kubeVersion, apiVersions }: Capabilities): Pointer {
  const { version, normalized, major, minor } = kubeVersion;
  return new Pointer(
    capabilitiesType,
    new Struct(capabilitiesType, [
      new Struct(kubeVersionType, [version, normalized, major, minor]),
      new Slice(versionSetType, apiVersions),
      new Struct(buildInfoType, [HELM_VERSION, "", "", GO_VERSION, "v1.36"]),
    ]),
  );
}
