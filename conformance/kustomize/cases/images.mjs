import { boat, cronJob, deployment, on, overlay } from "../objects.mjs";

const pod = (...images) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n${images.map((image, index) => `    - {name: c${index}, image: ${image}}`).join("\n")}\n`;
const forms = [
  "nginx",
  "nginx:1",
  '"nginx:1@sha256:abc"',
  '"nginx@sha256:abc"',
  "nginx-exporter:1",
  "library/nginx:1",
  "docker.io/library/nginx:1",
  "reg:5000/nginx:1",
  "reg.example.com:5000/a/nginx@sha256:ff",
  "nginxx",
  "NGINX:1",
  '"nginx:"',
  '""',
  "null",
  "nginx:1.2-alpine_x",
];
const image = (entry) => on([pod(...forms)], `images: [${entry}]\n`);

export const cases = {
  "a new tag": image("{name: nginx, newTag: '2'}"),
  "a new tag that is a number": image("{name: nginx, newTag: 2}"),
  "a new tag that is a float": image("{name: nginx, newTag: 1.10}"),
  "a new name": image("{name: nginx, newName: mirror/nginx}"),
  "a new name with a tag in it": image("{name: nginx, newName: 'mirror/nginx:9'}"),
  "a digest": image("{name: nginx, digest: 'sha256:new'}"),
  "a tag and a digest": image("{name: nginx, newTag: '2', digest: 'sha256:new'}"),
  "a name and a tag": image("{name: nginx, newName: other, newTag: '2'}"),
  "a name and a digest": image("{name: nginx, newName: other, digest: 'sha256:new'}"),
  all: image("{name: nginx, newName: other, newTag: '2', digest: 'sha256:new'}"),
  "a suffix": image("{name: nginx, tagSuffix: -x}"),
  "a suffix and a name": image("{name: nginx, newName: other, tagSuffix: -x}"),
  "a suffix and a tag": image("{name: nginx, newTag: '2', tagSuffix: -x}"),
  "nothing new": image("{name: nginx}"),
  "an empty tag": image("{name: nginx, newTag: ''}"),
  "a name with a registry": image("{name: 'reg:5000/nginx', newTag: '2'}"),
  "a name with a long registry": image("{name: reg.example.com:5000/a/nginx, newName: short}"),
  "a name that is a pattern": image("{name: ngin., newName: other}"),
  "a name that is any": image("{name: '.*', newTag: '2'}"),
  "a name with alternatives": image("{name: 'nginx|library/nginx', newTag: '2'}"),
  "a name that is a bad pattern": image("{name: 'nginx(', newTag: '2'}"),
  "a name with a plus": image("{name: 'nginx+', newTag: '2'}"),
  "a name with a tag": image("{name: 'nginx:1', newTag: '2'}"),
  "a name with a digest": image("{name: 'nginx@sha256:abc', newTag: '2'}"),
  "a name in capitals": image("{name: NGINX, newTag: '2'}"),
  "an empty name": image("{newTag: '2'}"),
  "two entries": image("{name: nginx, newName: other}, {name: other, newTag: '9'}"),
  "two entries for one name": image("{name: nginx, newTag: '2'}, {name: nginx, newTag: '3'}"),
  "a circle of names": image("{name: nginx, newName: library/nginx}, {name: library/nginx, newName: nginx, newTag: c}"),
  "a name that matches again": image("{name: 'n.*', newName: nn}"),
  "an unknown field": image("{name: nginx, tag: '2'}"),
  imageTags: on([pod(...forms)], "imageTags: [{name: nginx, newTag: '2'}]\n"),
  "imageTags after images": on(
    [pod(...forms)],
    "imageTags: [{name: nginx, newTag: tags}]\nimages: [{name: nginx, newTag: images}]\n",
  ),
  "digests of other algorithms": on(
    [pod('"nginx@sha512:abc"', '"nginx:1@md5:0"', '"nginx@sha256:ABC{x}"')],
    "images: [{name: nginx, newTag: '2'}]\n",
  ),
  "tags with odd characters": on(
    [pod('"nginx:${TAG}"', '"nginx:{x}"', '"nginx:a+b"', '"nginx:$(TAG)"', "nginx:1.2.3_4-5")],
    "images: [{name: nginx, newTag: '2'}]\n",
  ),
  "quotes stay": on([pod('"nginx"', "'nginx'", "nginx")], "images: [{name: nginx, newName: '12'}]\n"),
  workloads: on(
    [deployment, cronJob],
    "images: [{name: nginx, newTag: new}, {name: busybox, newTag: new}, {name: runner, newTag: new}, {name: reg.example.com:5000/side, newTag: new}]\n",
  ),
  "a custom kind": on(
    [
      "apiVersion: example.com/v1\nkind: Anything\nmetadata: {name: x}\nspec: {deep: {er: {containers: [{image: nginx:7}], initContainers: [{image: nginx}, {other: nginx}], ephemeralContainers: [{image: nginx}], image: nginx, Containers: [{image: nginx}]}}}\n",
      boat,
    ],
    "images: [{name: nginx, newTag: new}, {name: motor, newTag: new}]\n",
  ),
  "a CustomResourceDefinition": on(
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x.y}\nspec: {containers: [{image: nginx:1}]}\n",
    "images: [{name: nginx, newTag: new}]\n",
  ),
  "ephemeral containers": on(
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {ephemeralContainers: [{image: nginx:1}], containers: [{image: nginx:1}]}\n",
    "images: [{name: nginx, newTag: new}]\n",
  ),
  "image volumes": on(
    [
      "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {volumes: [{image: {reference: nginx:1}}, {image: nginx:1}]}\n",
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: p}\nspec: {template: {spec: {volumes: [{image: {reference: nginx:1}}]}}}\n",
    ],
    "images: [{name: nginx, newTag: new}]\n",
  ),
  "a suffix on image volumes": on(
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {volumes: [{image: {reference: nginx:1}}], containers: [{image: nginx:1}]}\n",
    "images: [{name: nginx, tagSuffix: -x}]\n",
  ),
  "a suffix on a custom kind": on(
    "apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: p}\nspec: {a: {containers: [{image: nginx:1}]}, containers: [{image: nginx:1}]}\n",
    "images: [{name: nginx, tagSuffix: -x}]\n",
  ),
  "containers that are a map": on(
    "apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: p}\nspec: {containers: {image: nginx:1}}\n",
    "images: [{name: nginx, newTag: new}]\n",
  ),
  "containers that are texts": on(
    "apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: p}\nspec: {containers: [nginx, 1, null]}\n",
    "images: [{name: nginx, newTag: new}]\n",
  ),
  "containers that are null": on(
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: null, initContainers: []}\n",
    "images: [{name: nginx, newTag: new}]\n",
  ),
  "a custom field": on([boat], "images: [{name: motor, newTag: '2'}]\nconfigurations: [c.yaml]\n", {
    "c.yaml": "images: [{kind: Boat, path: spec/engine/image}]\n",
  }),
  "a custom field that is created": on([boat], "images: [{name: motor, newTag: '2'}]\nconfigurations: [c.yaml]\n", {
    "c.yaml": "images: [{kind: Boat, path: spec/other/image, create: true}]\n",
  }),
  "at two levels": overlay(
    [deployment],
    "images: [{name: nginx, newName: mirror/nginx}]\n",
    "images: [{name: nginx, newTag: missed}, {name: mirror/nginx, newTag: hit}]\n",
  ),
  "an image that is a number": on(
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{image: 12}, {image: true}, {image: [nginx]}]}\n",
    "images: [{name: nginx, newTag: new}, {name: '12', newTag: new}]\n",
  ),
};
