import { expect, test } from "vitest";
import { refusalText } from "./view-model.ts";

test.each([
  [401, "Invalid username or password", "This user and password do not match."],
  [0, "Hawser does not answer. Is it still running?", "Hawser does not answer. Is it still running?"],
])("a refusal of %i is said in words", (status, message, text) => {
  expect(refusalText(status, message)).toBe(text);
});
