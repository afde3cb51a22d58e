import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { parseReference } from "./oci-reference.ts";
import { listOciVersions, pullOciChart, type RegistryAnswer, type RegistryGet } from "./oci-registry.ts";

const digestOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const BLOB = "the archive";
const MANIFEST = JSON.stringify({
  config: { mediaType: "application/vnd.cncf.helm.config.v1+json" },
  layers: [{ mediaType: "application/vnd.cncf.helm.chart.content.v1.tar+gzip", digest: digestOf(BLOB) }],
});
const INDEX = JSON.stringify({ manifests: [{ digest: digestOf(MANIFEST) }] });

function answer(text: string, more: Partial<RegistryAnswer> = {}): RegistryAnswer {
  return { status: 200, headers: {}, bytes: Buffer.from(text), ...more };
}

/** A registry that gives a token for a name and a password. */
function registry(files: Record<string, RegistryAnswer>, asked: string[] = []): RegistryGet {
  return async (url, { headers }) => {
    const { pathname, search } = new URL(url);
    asked.push(`${pathname}${search} ${headers.authorization ?? "nobody"}`);
    if (pathname === "/token") return answer('{"token":"secret"}');
    if (headers.authorization !== "Bearer secret")
      return answer("", {
        status: 401,
        headers: {
          "www-authenticate": 'Bearer realm="https://r.example/token",service="r",scope="repository:c/t:pull"',
        },
      });
    return files[`${pathname}${search}`] ?? answer("", { status: 404 });
  };
}

const FILES = {
  "/v2/c/t/tags/list": answer('{"tags":["1.0.0","latest"]}', {
    headers: { link: '</v2/c/t/tags/list?last=1.0.0>; rel="next"' },
  }),
  "/v2/c/t/tags/list?last=1.0.0": answer('{"tags":["1.2.0_b","2.0.0-rc.1"]}'),
  "/v2/c/t/manifests/1.2.0_b": answer(MANIFEST),
  "/v2/c/t/manifests/1.0.0": answer(INDEX),
  [`/v2/c/t/manifests/${digestOf(MANIFEST)}`]: answer(MANIFEST),
  [`/v2/c/t/blobs/${digestOf(BLOB)}`]: answer(BLOB),
};

test("the newest that fits, with a token", async () => {
  const asked: string[] = [];
  const options = { get: registry(FILES, asked), username: "u", password: "p" };
  const chart = await pullOciChart("oci://r.example/c/t", "^1", options);
  expect(chart).toMatchObject({ version: "1.2.0+b", digest: digestOf(MANIFEST), data: Buffer.from(BLOB) });
  expect(asked.slice(0, 3)).toEqual([
    "/v2/c/t/tags/list nobody",
    "/token?service=r&scope=repository%3Ac%2Ft%3Apull Basic dTpw",
    "/v2/c/t/tags/list Bearer secret",
  ]);
});

test("a tag in the reference, behind an index of images", async () => {
  const chart = await pullOciChart("oci://r.example/c/t:1.0.0", "", { get: registry(FILES) });
  expect(chart).toMatchObject({ version: "1.0.0", digest: digestOf(MANIFEST) });
});

test("a digest in the reference", async () => {
  const chart = await pullOciChart(`oci://r.example/c/t@${digestOf(MANIFEST)}`, "", { get: registry(FILES) });
  expect(chart.data).toEqual(Buffer.from(BLOB));
});

test("versions are listed, other tags are not", async () => {
  expect(await listOciVersions("oci://r.example/c/t", { get: registry(FILES) })).toEqual([
    "2.0.0-rc.1",
    "1.2.0+b",
    "1.0.0",
  ]);
});

test("content that is not what its digest says is refused", async () => {
  const forged = { ...FILES, [`/v2/c/t/blobs/${digestOf(BLOB)}`]: answer("forged") };
  await expect(pullOciChart("oci://r.example/c/t:1.2.0+b", "", { get: registry(forged) })).rejects.toThrow(
    /^mismatch digest/,
  );
});

test("a password is not sent where anybody could read it", async () => {
  const get: RegistryGet = async () =>
    answer("", { status: 401, headers: { "www-authenticate": 'Bearer realm="http://r.example/token"' } });
  await expect(pullOciChart("oci://r.example/c/t:1.0.0", "", { get, username: "u", password: "p" })).rejects.toThrow(
    "r.example asks for a password over http://",
  );
});

test("a list of tags does not lead to another registry", async () => {
  const files = {
    "/v2/c/t/tags/list": answer('{"tags":[]}', { headers: { link: "<https://evil.example/x>; rel=next" } }),
  };
  await expect(listOciVersions("oci://r.example/c/t", { get: registry(files) })).rejects.toThrow(
    "leads to another registry",
  );
});

test.each([
  "oci://",
  "oci://host",
  "http://host/x",
  "oci://host/A",
  "oci://host/x:@",
  "oci://host/../x",
  "oci://host/x@sha256:1",
])("%s is no reference", (reference) => {
  expect(() => parseReference(reference)).toThrow(`invalid reference: ${reference}`);
});
