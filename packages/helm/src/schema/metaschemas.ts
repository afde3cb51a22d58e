import draft4 from "ajv-draft-04/dist/refs/json-schema-draft-04.json" with { type: "json" };
import draft6 from "ajv/dist/refs/json-schema-draft-06.json" with { type: "json" };
import draft7 from "ajv/dist/refs/json-schema-draft-07.json" with { type: "json" };
import applicator2019 from "ajv/dist/refs/json-schema-2019-09/meta/applicator.json" with { type: "json" };
import content2019 from "ajv/dist/refs/json-schema-2019-09/meta/content.json" with { type: "json" };
import core2019 from "ajv/dist/refs/json-schema-2019-09/meta/core.json" with { type: "json" };
import format2019 from "ajv/dist/refs/json-schema-2019-09/meta/format.json" with { type: "json" };
import data2019 from "ajv/dist/refs/json-schema-2019-09/meta/meta-data.json" with { type: "json" };
import validation2019 from "ajv/dist/refs/json-schema-2019-09/meta/validation.json" with { type: "json" };
import draft2019 from "ajv/dist/refs/json-schema-2019-09/schema.json" with { type: "json" };
import applicator2020 from "ajv/dist/refs/json-schema-2020-12/meta/applicator.json" with { type: "json" };
import content2020 from "ajv/dist/refs/json-schema-2020-12/meta/content.json" with { type: "json" };
import core2020 from "ajv/dist/refs/json-schema-2020-12/meta/core.json" with { type: "json" };
import format2020 from "ajv/dist/refs/json-schema-2020-12/meta/format-annotation.json" with { type: "json" };
import data2020 from "ajv/dist/refs/json-schema-2020-12/meta/meta-data.json" with { type: "json" };
import unevaluated2020 from "ajv/dist/refs/json-schema-2020-12/meta/unevaluated.json" with { type: "json" };
import validation2020 from "ajv/dist/refs/json-schema-2020-12/meta/validation.json" with { type: "json" };
import draft2020 from "ajv/dist/refs/json-schema-2020-12/schema.json" with { type: "json" };

/** A version of JSON Schema. */
export type Draft = 4 | 6 | 7 | 2019 | 2020;

/** The addresses of the drafts, with the schemas of schemas. */
export const METASCHEMAS: Readonly<Record<Draft, { url: string; documents: readonly object[] }>> = {
  4: { url: "http://json-schema.org/draft-04/schema", documents: [draft4] },
  6: { url: "http://json-schema.org/draft-06/schema", documents: [draft6] },
  7: { url: "http://json-schema.org/draft-07/schema", documents: [draft7] },
  2019: {
    url: "https://json-schema.org/draft/2019-09/schema",
    documents: [draft2019, core2019, applicator2019, validation2019, data2019, format2019, content2019],
  },
  2020: {
    url: "https://json-schema.org/draft/2020-12/schema",
    documents: [
      draft2020,
      core2020,
      applicator2020,
      unevaluated2020,
      validation2020,
      data2020,
      format2020,
      content2020,
    ],
  },
};

/** The draft that a `$schema` names; undefined for any other. */
export function draftOf(url: string): Draft | undefined {
  const plain = url.replace(/#$/, "").replace(/^https?:/, "");
  // The address of the newest draft, whichever that is.
  if (plain === "//json-schema.org/schema") return 2020;
  const found = Object.entries(METASCHEMAS).find(([, { url: known }]) => known.replace(/^https?:/, "") === plain);
  return found && (Number(found[0]) as Draft);
}
