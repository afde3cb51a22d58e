import type { KubeObject, TableColumn } from "@hawser/kube";
import type { CustomColumn, ResourceType } from "../kinds/resource-type.ts";
import { age } from "./age.ts";
import { cellsByResource } from "./columns.ts";
import { findByPath } from "./json-path.ts";

export type IncludeObject = "None" | "Metadata" | "Object";

const ONLY_NAME: readonly TableColumn[] = [
  { name: "Name", type: "string", format: "name", priority: 0 },
  { name: "Age", type: "date", format: "", priority: 0 },
];

/** `meta.k8s.io/v1` Table of some objects: what `kubectl get` prints. */
export function tableOf(
  type: ResourceType,
  objects: readonly KubeObject[],
  metadata: Record<string, unknown>,
  options: { include: IncludeObject; now: number; withColumns?: boolean },
): Record<string, unknown> {
  const known = cellsByResource[`${type.group}/${type.resource}`];
  const columns = type.customColumns || known ? type.columns : ONLY_NAME;
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions:
      options.withColumns === false
        ? null
        : columns.map(({ name, type: valueType, format, priority }) => ({
            name,
            type: valueType,
            format,
            description: "",
            priority,
          })),
    rows: objects.map((object) => ({
      cells: type.customColumns
        ? [object.metadata.name, ...type.customColumns.map((column) => customCell(column, object, options.now))]
        : (known?.(object, options.now) ?? [object.metadata.name, age(object.metadata.creationTimestamp, options.now)]),
      object: included(object, options.include),
    })),
  };
}

function customCell(column: CustomColumn, object: KubeObject, now: number): unknown {
  const [value] = findByPath(object, column.jsonPath);
  if (value === undefined || value === null) return column.type === "date" ? "<unknown>" : "";
  switch (column.type) {
    case "date":
      return typeof value === "string" ? age(value, now) : "<invalid>";
    case "integer":
    case "number":
    case "boolean":
      return value;
    default:
      return typeof value === "string" ? value : JSON.stringify(value);
  }
}

function included(object: KubeObject, include: IncludeObject): unknown {
  switch (include) {
    case "None":
      return null;
    case "Object":
      return object;
    case "Metadata":
      return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata };
  }
}
