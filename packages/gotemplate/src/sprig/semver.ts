import { goFunction, type GoFunction, type MethodTable } from "../values/function.ts";
import { pointerTo, structType, uint64Type, type GoType } from "../values/types.ts";
import { int, Int, Pointer, Struct } from "../values/values.ts";
import { meetsConstraint, parseConstraint } from "./constraint.ts";
import { compareVersions, parseVersion, versionText, type Version } from "./version.ts";

/** `semver.Version`: what can be seen of it are its methods. */
class VersionValue extends Struct {
  readonly version: Version;
  constructor(version: Version) {
    super(versionType, []);
    this.version = version;
  }
}

const uint64 = (n: bigint): Int => new Int(uint64Type, n);
const pointer = (version: Version): Pointer => new Pointer(versionType, new VersionValue(version));

/** `semver.Version` of Masterminds' library. */
export const versionType: GoType = structType("semver.Version", []);

const methods: MethodTable = {
  String: { params: [], call: ({ version }: VersionValue) => versionText(version) },
  Original: { params: [], call: ({ version }: VersionValue) => version.original },
  Major: { params: [], call: ({ version }: VersionValue) => uint64(version.major) },
  Minor: { params: [], call: ({ version }: VersionValue) => uint64(version.minor) },
  Patch: { params: [], call: ({ version }: VersionValue) => uint64(version.patch) },
  Prerelease: { params: [], call: ({ version }: VersionValue) => version.prerelease },
  Metadata: { params: [], call: ({ version }: VersionValue) => version.metadata },
  MarshalJSON: { params: [], call: ({ version }: VersionValue) => JSON.stringify(versionText(version)) },
  IncMajor: {
    params: [],
    call: ({ version }: VersionValue) => incremented(version, { major: version.major + 1n, minor: 0n, patch: 0n }),
  },
  IncMinor: {
    params: [],
    call: ({ version }: VersionValue) => incremented(version, { minor: version.minor + 1n, patch: 0n }),
  },
  IncPatch: {
    params: [],
    // A prerelease is followed by what it is a prerelease of.
    call: ({ version }: VersionValue) =>
      incremented(version, version.prerelease === "" ? { patch: version.patch + 1n } : {}),
  },
};

function incremented(version: Version, change: Partial<Version>): VersionValue {
  const next = { ...version, ...change, prerelease: "", metadata: "" };
  const prefix = version.original.startsWith("v") ? "v" : "";
  return new VersionValue({ ...next, original: prefix + versionText(next) });
}

function comparing(holds: (order: number) => boolean) {
  return {
    params: [pointerTo(versionType)],
    call: ({ version }: VersionValue, other: Pointer) =>
      holds(compareVersions(version, (other.target as VersionValue).version)),
  };
}

const comparisons: MethodTable = {
  Compare: {
    params: [pointerTo(versionType)],
    call: ({ version }: VersionValue, other: Pointer) =>
      int(compareVersions(version, (other.target as VersionValue).version)),
  },
  Equal: comparing((order) => order === 0),
  LessThan: comparing((order) => order < 0),
  LessThanEqual: comparing((order) => order <= 0),
  GreaterThan: comparing((order) => order > 0),
  GreaterThanEqual: comparing((order) => order >= 0),
};

// Methods that take a version need the type, which has to exist before they do.
Object.assign(versionType, { methods: new Map(Object.entries({ ...methods, ...comparisons })) });

/** Versions and constraints, by Masterminds' rules. */
export const semverFunctions: Record<string, GoFunction> = {
  semver: goFunction("string", (text: string) => pointer(parseVersion(text))),
  semverCompare: goFunction("string string", (constraint: string, version: string) => {
    const parsed = parseConstraint(constraint);
    return meetsConstraint(parseVersion(version), parsed);
  }),
};
