import { expect, test } from "vitest";
import { decodeProtobuf } from "./decode.ts";

const field = (number: number, content: Uint8Array | string): Uint8Array => {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
};
const number = (tag: number, value: number): Uint8Array => Buffer.from([tag << 3, value]);
const envelope = (apiVersion: string, kind: string, message: Uint8Array): Uint8Array =>
  Buffer.concat([
    Buffer.from("k8s\0"),
    field(1, Buffer.concat([field(1, apiVersion), field(2, kind)])),
    field(2, message),
    field(3, ""),
  ]);

test("a namespace, as kubectl create sends it", () => {
  const metadata = Buffer.concat([field(1, "dev"), field(2, ""), field(8, ""), number(7, 0)]);
  expect(
    decodeProtobuf(
      envelope("v1", "Namespace", Buffer.concat([field(1, metadata), field(2, ""), field(3, field(1, ""))])),
    ),
  ).toEqual({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "dev" },
    spec: {},
    status: {},
  });
});

test("pointers keep their zero, embedded structs have no name, maps are maps", () => {
  const labels = field(11, Buffer.concat([field(1, "app"), field(2, "web")]));
  const spec = Buffer.concat([number(1, 0), number(5, 0)]);
  expect(decodeProtobuf(envelope("apps/v1", "Deployment", Buffer.concat([field(1, labels), field(2, spec)])))).toEqual({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { labels: { app: "web" } },
    spec: { replicas: 0 },
  });
  const volume = Buffer.concat([field(1, "data"), field(2, field(2, Buffer.alloc(0)))]);
  expect(decodeProtobuf(envelope("v1", "Pod", field(2, field(1, volume))))).toMatchObject({
    spec: { volumes: [{ name: "data", emptyDir: {} }] },
  });
});

test.each([
  ["something else", Buffer.from("{}"), "does not begin with"],
  ["a cut message", envelope("v1", "Namespace", Buffer.from([0x0a, 0x7f])), "longer than the message"],
  ["an unknown kind", envelope("x/v1", "Thing", Buffer.alloc(0)), "send it as application/json"],
])("%s is refused", (_name, bytes, message) => {
  expect(() => decodeProtobuf(bytes)).toThrow(message);
});
