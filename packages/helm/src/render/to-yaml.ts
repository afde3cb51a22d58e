import { writeYaml, YamlError } from "@hawser/goyaml";
import { NotJson, toPlain } from "./to-plain.ts";
import { checkSize } from "./value-size.ts";

/** As Helm's `toYaml`: through JSON and go-yaml v2, without the last line break; undefined where that fails. */
export function toYamlText(value: unknown): string | undefined {
  checkSize(value);
  try {
    const text = writeYaml(toPlain(value), { throughJson: true });
    return text.endsWith("\n") ? text.slice(0, -1) : text;
  } catch (error) {
    if (error instanceof NotJson || error instanceof YamlError) return undefined;
    throw error;
  }
}
