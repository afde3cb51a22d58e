// Random kustomizations that combine features: what they are made of, and how they are written as files.
//
// A plan is plain data, so that it shrinks; `filesOf` makes files of it. Names are few, so that references, patches and
// selectors meet objects.
import fc from "fast-check";
import { objectOf, podSpec, randomObject, scalar, value } from "./random-objects.mjs";
import { writeBlock } from "./random-yaml.mjs";

const names = fc.constantFrom("web", "db", "settings", "token", "a");
const some = (arbitrary, freq = 4) => fc.option(arbitrary, { nil: undefined, freq });
const key = fc.constantFrom("app", "team", "tier", "example.com/x");
const text = fc.constantFrom("one", "two", "5", "true", "", "1.10", "a b", "x: z", "null", "0644", "2020-01-01");
const pairs = fc.dictionary(key, text, { minKeys: 1, maxKeys: 2 });
const kind = fc.constantFrom(
  "Deployment",
  "Service",
  "ConfigMap",
  "Secret",
  "StatefulSet",
  "Boat",
  "Pod",
  "CronJob",
  "Dep.*",
  ".*Set",
  "",
);

const selector = fc.record(
  {
    kind,
    name: fc.constantFrom("web", "w.*", "a|b", "x-web", ".*"),
    namespace: fc.constantFrom("ns", "default", "other"),
    group: fc.constantFrom("apps", "example.com", ""),
    version: fc.constantFrom("v1", "v.*"),
    labelSelector: fc.constantFrom("app=one", "app", "!team", "tier in (one,two)", "app!=one"),
    annotationSelector: fc.constantFrom("team=one", "app"),
  },
  { requiredKeys: [] },
);

/** Parts of objects, by the shape of the object that they go to. */
const patchBody = fc.record({
  metadata: fc.record(
    {
      labels: fc.dictionary(key, fc.oneof(text, fc.constant(null)), { maxKeys: 2 }),
      annotations: fc.dictionary(key, fc.oneof(text, fc.constant(null)), { maxKeys: 2 }),
      finalizers: fc.array(fc.constantFrom("x/1", "x/2", "x/3"), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
  pod: podSpec(true),
  ports: fc.array(
    fc.record(
      {
        port: fc.constantFrom(80, 443),
        protocol: fc.constantFrom("TCP", "UDP"),
        name: fc.constantFrom("http", "dns"),
        targetPort: fc.constantFrom(80, "http", null),
        $patch: fc.constant("delete"),
      },
      { requiredKeys: ["port"] },
    ),
    { maxLength: 3 },
  ),
  data: fc.dictionary(fc.constantFrom("a", "b", "c.txt"), fc.oneof(scalar, fc.constant(null)), { maxKeys: 3 }),
  spec: fc.dictionary(fc.constantFrom("size", "crew", "engine", "extra", "replicas", "ports"), value, { maxKeys: 3 }),
  directive: some(fc.constantFrom("delete", "replace", "merge"), 1),
});

const jsonOperation = fc.oneof(
  fc.record({
    op: fc.constantFrom("add", "replace", "remove", "test"),
    path: fc.constantFrom(
      "/metadata/labels",
      "/metadata/annotations",
      "/spec",
      "/data",
      "/spec/replicas",
      "/spec/template/spec/containers/0/image",
      "/metadata/labels/app",
      "/spec/ports/0",
      "/spec/template/spec/containers/-",
      "/spec/extra",
      "/spec/crew/0",
      "/spec/crew/-",
      "/spec/template/spec/volumes/-",
      "/spec/template/metadata",
      "/spec/size",
      "/data/a",
      "/metadata/name",
    ),
    value: fc.oneof(fc.constant({}), pairs, text, fc.integer({ min: -3, max: 9 }), fc.constant([1, "two", null])),
  }),
  fc.record({
    op: fc.constantFrom("move", "copy"),
    from: fc.constantFrom("/metadata/labels", "/spec", "/metadata/name"),
    path: fc.constantFrom("/metadata/annotations", "/spec/copy", "/data"),
  }),
  fc.record({
    op: fc.constant("add"),
    path: fc.constantFrom("/metadata/annotations", "/metadata/labels"),
    value: pairs,
  }),
);

const patch = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      strategic: patchBody,
      pick: fc.nat(20),
      target: some(selector, 1),
      inFile: fc.boolean(),
      options: some(
        fc.record({ allowNameChange: fc.boolean(), allowKindChange: fc.boolean() }, { requiredKeys: [] }),
        1,
      ),
      name: some(names, 1),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      json: fc.array(jsonOperation, { minLength: 1, maxLength: 2 }),
      pick: fc.nat(20),
      target: some(selector, 1),
      inFile: fc.boolean(),
    }),
  },
);

const generator = fc.record(
  {
    name: fc.constantFrom("settings", "token", "a"),
    namespace: fc.constantFrom("ns", "default"),
    behavior: fc.constantFrom("create", "merge", "replace"),
    literals: fc
      .uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c.txt", "k-1"), text), {
        selector: ([name]) => name,
        maxLength: 3,
      })
      .map((list) => list.map(([name, content]) => `${name}=${content}`)),
    files: fc.constantFrom(["f.txt"], ["key=f.txt"], ["bin"]),
    envs: fc.constant(["e.env"]),
    type: fc.constantFrom("Opaque", "kubernetes.io/tls"),
    options: fc.record(
      { labels: pairs, annotations: pairs, disableNameSuffixHash: fc.boolean(), immutable: fc.boolean() },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["name"] },
);

const fieldPath = fc.constantFrom(
  "metadata.name",
  "metadata.namespace",
  "metadata.labels.app",
  "metadata.annotations.[example.com/x]",
  "spec.replicas",
  "spec.template.spec.containers.0.image",
  "spec.template.spec.containers.[name=web].image",
  "spec.template.spec.containers.*.image",
  "spec.ports.0.port",
  "data.a",
  "spec.engine.image",
  "spec.size",
  "spec.crew.0.name",
  "spec.extra.deep",
  "kind",
  "spec",
);
const replacement = fc.record({
  pick: fc.nat(20),
  fieldPath,
  options: some(
    fc.record(
      { delimiter: fc.constantFrom(":", "/", "-"), index: fc.integer({ min: -1, max: 2 }) },
      { requiredKeys: ["delimiter"] },
    ),
    1,
  ),
  targets: fc.array(
    fc.record(
      {
        select: selector,
        reject: fc.array(selector, { maxLength: 1 }),
        fieldPaths: fc.array(fieldPath, { minLength: 1, maxLength: 2 }),
        options: fc.record(
          { create: fc.boolean(), delimiter: fc.constantFrom(":", "/"), index: fc.integer({ min: -1, max: 2 }) },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ["select", "fieldPaths"] },
    ),
    { minLength: 1, maxLength: 2 },
  ),
});

const image = fc.record(
  {
    name: fc.constantFrom("nginx", "reg:5000/app", "postgres", "ngin.", "mirror/nginx"),
    newName: fc.constantFrom("mirror/nginx", "reg:5000/other"),
    newTag: fc.constantFrom("2", "1.10", "latest"),
    digest: fc.constant("sha256:abc"),
    tagSuffix: fc.constant("-x"),
  },
  { requiredKeys: ["name"] },
);
const labels = fc.record(
  {
    pairs,
    includeSelectors: fc.boolean(),
    includeTemplates: fc.boolean(),
    fields: fc.constantFrom(
      [{ kind: "Boat", path: "spec/labels", create: true }],
      [{ path: "spec/engine/labels", kind: "Boat" }],
    ),
  },
  { requiredKeys: ["pairs"] },
);
const configuration = fc.constantFrom(
  { namePrefix: [{ kind: "Boat", path: "spec/engine/image" }] },
  { nameReference: [{ kind: "ConfigMap", version: "v1", fieldSpecs: [{ kind: "Boat", path: "spec/settings" }] }] },
  { commonLabels: [{ kind: "Boat", path: "spec/selector", create: true }] },
  { images: [{ kind: "Boat", path: "spec/engine/image" }] },
  { varReference: [{ kind: "Boat", path: "spec/engine/image" }], replicas: [{ kind: "Boat", path: "spec/size" }] },
);

const kustomization = fc.record(
  {
    namePrefix: fc.constantFrom("x-", "p", "1"),
    nameSuffix: fc.constantFrom("-z", "-v1"),
    namespace: fc.constantFrom("ns", "default", "other"),
    commonLabels: pairs,
    labels: fc.array(labels, { minLength: 1, maxLength: 2 }),
    commonAnnotations: pairs,
    patches: fc.array(patch, { minLength: 1, maxLength: 3 }),
    patchesStrategicMerge: fc.array(fc.record({ strategic: patchBody, pick: fc.nat(20) }), {
      minLength: 1,
      maxLength: 2,
    }),
    patchesJson6902: fc.array(
      fc.record({ json: fc.array(jsonOperation, { minLength: 1, maxLength: 2 }), pick: fc.nat(20) }),
      { minLength: 1, maxLength: 1 },
    ),
    configMapGenerator: fc.array(generator, { minLength: 1, maxLength: 2 }),
    secretGenerator: fc.array(generator, { minLength: 1, maxLength: 1 }),
    generatorOptions: fc.record(
      { labels: pairs, annotations: pairs, disableNameSuffixHash: fc.boolean(), immutable: fc.boolean() },
      { requiredKeys: [] },
    ),
    images: fc.array(image, { minLength: 1, maxLength: 2 }),
    replicas: fc.array(fc.record({ name: names, count: fc.nat(9) }), { minLength: 1, maxLength: 1 }),
    replacements: fc.array(replacement, { minLength: 1, maxLength: 2 }),
    configurations: configuration,
    vars: fc.array(
      fc.record({
        name: fc.constantFrom("V", "W"),
        pick: fc.nat(20),
        fieldpath: some(fc.constantFrom("metadata.name", "spec.replicas", "metadata.namespace"), 2),
      }),
      { minLength: 1, maxLength: 1 },
    ),
    buildMetadata: fc.uniqueArray(fc.constantFrom("originAnnotations", "transformerAnnotations", "managedByLabel"), {
      minLength: 1,
    }),
    sortOptions: fc.constantFrom(
      { order: "fifo" },
      { order: "legacy" },
      { order: "legacy", legacySortOptions: { orderFirst: ["Service"], orderLast: ["Deployment"] } },
    ),
    transformers: fc.constantFrom(
      { kind: "PrefixTransformer", prefix: "t-", fieldSpecs: [{ path: "metadata/name" }] },
      {
        kind: "NamespaceTransformer",
        namespaceOf: "ns",
        unsetOnly: true,
        fieldSpecs: [{ path: "metadata/namespace", create: true }],
      },
    ),
  },
  { requiredKeys: [] },
);

// Most fields stay away most of the time, or nearly every tree fails for one reason or another.
const level = fc
  .tuple(
    kustomization,
    fc.uniqueArray(
      fc.constantFrom(
        "namePrefix",
        "nameSuffix",
        "namespace",
        "commonLabels",
        "labels",
        "commonAnnotations",
        "patches",
        "patchesStrategicMerge",
        "patchesJson6902",
        "configMapGenerator",
        "secretGenerator",
        "generatorOptions",
        "images",
        "replicas",
        "replacements",
        "configurations",
        "vars",
        "buildMetadata",
        "sortOptions",
        "transformers",
      ),
      { maxLength: 4 },
    ),
  )
  .map(([all, kept]) =>
    Object.fromEntries(kept.filter((name) => all[name] !== undefined).map((name) => [name, all[name]])),
  );

/** Plans of trees: one or two bases over objects, overlays over them, perhaps a component, a top over all. */
export const randomTree = fc.record({
  objects: fc.array(fc.array(randomObject, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 2 }),
  bases: fc.array(level, { minLength: 2, maxLength: 2 }),
  overlays: fc.array(fc.record({ level, of: fc.nat(1) }), { maxLength: 2 }),
  component: some(level, 2),
  top: level,
  // What is written as it comes fails more often than not; most plans are mended so that they build.
  wild: fc.integer({ min: 0, max: 9 }).map((number) => number === 9),
});

/** The files of a plan. */
export function filesOf(plan) {
  const files = {};
  const roots = plan.objects.map((objects, index) => {
    const folder = `base${index}`;
    const scope = { objects: objects.map(objectOf), generated: new Set(), wild: plan.wild };
    files[`${folder}/objects.yaml`] = scope.objects.map(writeBlock).join("---\n");
    write(files, folder, plan.bases[index], ["objects.yaml"], scope);
    return { folder, scope };
  });
  const covered = new Set();
  const tops = plan.overlays.map(({ level: own, of }, index) => {
    const base = roots[of % roots.length];
    // A base under two overlays needs two names.
    const fields = covered.has(base) && !plan.wild ? { ...own, namePrefix: `o${index}-` } : own;
    covered.add(base);
    const scope = { ...base.scope, generated: new Set(base.scope.generated) };
    write(files, `overlay${index}`, fields, [`../${base.folder}`], scope);
    return { folder: `overlay${index}`, scope };
  });
  const parts = [...tops, ...roots.filter((root) => !covered.has(root))];
  const scope = {
    objects: parts.flatMap((part) => part.scope.objects),
    generated: new Set(parts.flatMap((part) => [...part.scope.generated])),
    wild: plan.wild,
  };
  const component = plan.component && Object.keys(plan.component).length > 0;
  if (component)
    write(files, "part", plan.component, [], scope, "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n");
  write(
    files,
    "top",
    plan.top,
    parts.map(({ folder }) => `../${folder}`),
    scope,
    component ? "components: [../part]\n" : "",
  );
  return files;
}

function write(files, folder, level, resources, scope, head = "") {
  const { objects, wild } = scope;
  const pickOf = ({ pick }, pool = objects) => pool[pick % pool.length];
  const fields = { ...(resources.length > 0 ? { resources } : {}), ...level };
  for (const [field, kindOfMap] of [
    ["configMapGenerator", "ConfigMap"],
    ["secretGenerator", "Secret"],
  ]) {
    if (!level[field]) continue;
    fields[field] = level[field].map(({ type, ...entry }) => {
      if (entry.files)
        Object.assign(files, {
          [`${folder}/f.txt`]: "line 1\nline 2\n",
          [`${folder}/bin`]: new Uint8Array([0, 255, 200, 7]),
        });
      if (entry.envs) files[`${folder}/e.env`] = "# c\nE=1\nF= x \n";
      const id = `${kindOfMap}/${entry.name}`;
      const exists =
        scope.generated.has(id) ||
        objects.some((object) => object.kind === kindOfMap && object.metadata.name === entry.name);
      scope.generated.add(id);
      const mended = wild
        ? {}
        : exists
          ? { behavior: entry.behavior === "replace" ? "replace" : "merge", namespace: undefined }
          : { behavior: "create" };
      return { ...entry, ...(kindOfMap === "Secret" && type ? { type } : {}), ...mended };
    });
  }
  if (level.patches)
    fields.patches = level.patches.map((entry, index) => {
      const picked = pickOf(entry);
      const text = entry.json
        ? JSON.stringify(entry.json.map((operation) => mendOperation(operation, picked, wild)))
        : writeBlock(patchFor(picked, entry));
      const target = entry.json
        ? wild && entry.target
          ? entry.target
          : { kind: picked.kind, name: picked.metadata.name }
        : entry.target;
      if (entry.inFile) files[`${folder}/patch${index}.yaml`] = text;
      return {
        ...(entry.inFile ? { path: `patch${index}.yaml` } : { patch: text }),
        ...(target ? { target } : {}),
        ...(entry.options ? { options: entry.options } : {}),
      };
    });
  if (level.patchesStrategicMerge)
    fields.patchesStrategicMerge = level.patchesStrategicMerge.map((entry) =>
      writeBlock(patchFor(pickOf(entry), entry)),
    );
  if (level.patchesJson6902)
    fields.patchesJson6902 = level.patchesJson6902.map((entry) => {
      const picked = pickOf(entry);
      const [group, version] = picked.apiVersion.includes("/")
        ? picked.apiVersion.split("/")
        : [undefined, picked.apiVersion];
      const patch = JSON.stringify(entry.json.map((operation) => mendOperation(operation, picked, wild)));
      return {
        target: { group, version, kind: picked.kind, name: picked.metadata.name, namespace: picked.metadata.namespace },
        patch,
      };
    });
  if (level.replicas) {
    const scalable = objects.filter(({ kind: one }) =>
      ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"].includes(one),
    );
    if (!wild && scalable.length === 0) delete fields.replicas;
    else if (!wild)
      fields.replicas = level.replicas.map(({ count }) => ({
        name: scalable[count % scalable.length].metadata.name,
        count,
      }));
  }
  if (level.replacements)
    fields.replacements = level.replacements.map((entry) => {
      const picked = pickOf(entry);
      const from = wild || has(picked, entry.fieldPath) ? entry.fieldPath : "metadata.name";
      return {
        source: {
          kind: picked.kind,
          name: picked.metadata.name,
          namespace: picked.metadata.namespace,
          fieldPath: from,
          ...(entry.options ? { options: wild ? entry.options : { ...entry.options, index: 0 } } : {}),
        },
        targets: entry.targets.map((target) =>
          wild ? target : { ...target, options: { ...target.options, create: true } },
        ),
      };
    });
  if (level.vars)
    fields.vars = level.vars.map((entry) => {
      const picked = pickOf(entry);
      const { name, namespace } = picked.metadata;
      const fieldpath = wild || (entry.fieldpath && has(picked, entry.fieldpath)) ? entry.fieldpath : undefined;
      return {
        name: entry.name,
        objref: { apiVersion: picked.apiVersion, kind: picked.kind, name, namespace },
        ...(fieldpath ? { fieldref: { fieldpath } } : {}),
      };
    });
  if (level.configurations) {
    files[`${folder}/config.yaml`] = JSON.stringify(level.configurations);
    fields.configurations = ["config.yaml"];
  }
  if (level.transformers) {
    const { kind: plugin, namespaceOf, ...args } = level.transformers;
    const metadata = { name: "t", ...(namespaceOf ? { namespace: namespaceOf } : {}) };
    files[`${folder}/transformer.yaml`] = JSON.stringify({ apiVersion: "builtin", kind: plugin, metadata, ...args });
    fields.transformers = ["transformer.yaml"];
  }
  const lines = Object.entries(fields).map(([field, content]) => `${field}: ${JSON.stringify(content)}\n`);
  files[`${folder}/kustomization.yaml`] = head + lines.join("") || "{}\n";
}

function has(object, fieldPath) {
  return fieldPath.split(".").every((step) => {
    object = object?.[step];
    return object !== undefined && object !== null;
  });
}

// Operations that need what is not there become an addition of what nothing forbids.
function mendOperation(operation, object, wild) {
  const there = has(object, (operation.from ?? operation.path).slice(1).replaceAll("/", "."));
  const isRoot = (operation.from ?? operation.path).split("/").length < 3;
  if (wild || (there && operation.op !== "test") || (operation.op === "add" && isRoot)) return operation;
  return { op: "add", path: "/metadata/annotations", value: { mended: String(operation.op) } };
}

function patchFor(object, { strategic, name, target }) {
  const { metadata, pod, ports, data, spec, directive } = strategic;
  const body = {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      name: name && target ? name : object.metadata.name,
      ...(object.metadata.namespace ? { namespace: object.metadata.namespace } : {}),
      ...metadata,
    },
  };
  if (directive === "delete") return { ...body, $patch: "delete" };
  if (object.kind === "Pod") body.spec = pod;
  else if (object.spec?.template?.spec) body.spec = { template: { spec: pod } };
  else if (object.spec?.jobTemplate) body.spec = { jobTemplate: { spec: { template: { spec: pod } } } };
  else if (object.kind === "Service") body.spec = { ports };
  else if (object.data !== undefined) body.data = data;
  else body.spec = spec;
  return directive
    ? { ...body, [body.data === undefined ? "spec" : "data"]: { ...(body.spec ?? body.data), $patch: directive } }
    : body;
}
