import { isJsonObject } from "@hawser/kube";

/**
 * The values at a simple JSONPath such as `.spec.x`, `.status.conditions[?(@.type=="Ready")].status`, `.a[0].b`,
 * `.a[*].b` or `.metadata.labels['a\.b']`. What it cannot read finds nothing, as an absent field does.
 */
export function findByPath(root: unknown, path: string): unknown[] {
  let values: unknown[] = [root];
  const step =
    /^(?:\.?\[\s*\?\(\s*@\.([\w.-]+)\s*==\s*["']([^"']*)["']\s*\)\s*\]|\[\s*(\d+)\s*\]|\[\s*\*\s*\]|\.?\[\s*["']((?:[^"'\\]|\\.)*)["']\s*\]|\.((?:[^.[\]\\]|\\.)+))/;
  let rest = path
    .trim()
    .replace(/^\{(.*)\}$/s, "$1")
    .replace(/^\$/, "");
  while (rest !== "" && rest !== ".") {
    const match = step.exec(rest);
    if (!match) return [];
    const [all, filterPath, filterValue, index, quoted, field] = match;
    rest = rest.slice(all.length);
    values = values.flatMap((value): unknown[] => {
      if (filterPath !== undefined) {
        return items(value).filter((item) => findByPath(item, `.${filterPath}`).some((v) => String(v) === filterValue));
      }
      if (index !== undefined)
        return Array.isArray(value) && Number(index) < value.length ? [value[Number(index)]] : [];
      const name = (quoted ?? field)?.replace(/\\(.)/g, "$1");
      if (name === undefined) return items(value);
      return isJsonObject(value) && Object.hasOwn(value, name) ? [value[name]] : [];
    });
  }
  return values.filter((value) => value !== undefined);
}

function items(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}
