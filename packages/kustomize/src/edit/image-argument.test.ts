import { expect, test } from "vitest";
import { imageEntry, parseImageArgument } from "./image-argument.ts";

const images: Record<string, [name: string, newName: string, newTag: string, digest: string]> = {
  "a=b": ["a", "b", "", ""],
  "c:1": ["c", "", "1", ""],
  "d@sha256:xx": ["d", "", "", "sha256:xx"],
  "e=f:1@sha256:yy": ["e", "f", "1", "sha256:yy"],
  "reg:5000/x:2": ["reg:5000/x", "", "2", ""],
  "r:5000/a=b": ["r:5000/a", "b", "", ""],
  "a=r:5000/b": ["a", "r:5000/b", "", ""],
  "a:1:2": ["a", "", "1:2", ""],
  "a@b@c": ["a", "", "", "b@c"],
  "a=b@c:d/e@f": ["a", "b@c:d/e", "", "f"],
  "=a:1": ["a", "", "1", ""],
  "a=": ["a", "", "", ""],
  "[a-z]+=b": ["[a-z]+", "b", "", ""],
};

test.each(Object.entries(images))("%s", (text, [name, newName, newTag, digest]) => {
  expect(parseImageArgument(text)).toEqual({ name, newName, newTag, digest });
});

test.each(["a", "r:5000/q", "", "a b", "a:t/x"])("%j is none", (text) => {
  expect(() => parseImageArgument(text)).toThrow("invalid format of image, use one of the following options:");
});

test("an asterisk takes what the entry before has", () => {
  const before = { name: "a", newName: "b", newTag: "1", digest: "d", tagSuffix: "-x" };
  expect(imageEntry(parseImageArgument("a=*:2"), before)).toEqual({ name: "a", newName: "b", newTag: "2" });
  expect(imageEntry(parseImageArgument("a=c@*"), before)).toEqual({ name: "a", newName: "c", digest: "d" });
  expect(imageEntry(parseImageArgument("a=*:*"), undefined)).toEqual({ name: "a" });
});
