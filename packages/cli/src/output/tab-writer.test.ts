import { expect, test } from "vitest";
import { writeTable } from "./tab-writer.ts";

const cases: Record<string, { rows: string[][]; want: string }> = {
  "columns are as wide as their widest cell and two more": {
    rows: [
      ["NAME", "STATUS"],
      ["shopapi-dev", "Synced"],
    ],
    want: "NAME         STATUS\nshopapi-dev  Synced\n",
  },
  "the last cell is not padded": {
    rows: [
      ["A", "long"],
      ["B", ""],
    ],
    want: "A  long\nB  \n",
  },
  "an empty cell keeps its column": {
    rows: [
      ["GROUP", "KIND"],
      ["", "Service"],
    ],
    want: "GROUP  KIND\n       Service\n",
  },
  "no rows": { rows: [], want: "" },
};

test.each(Object.entries(cases))("%s", (_name, { rows, want }) => {
  expect(writeTable(rows)).toBe(want);
});
