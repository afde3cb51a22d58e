import { goFunction, type GoFunction } from "../values/function.ts";
import { GoError } from "../values/values.ts";
import { decodeJson } from "./json-decode.ts";
import { encodeJson, type JsonOptions } from "./json-encode.ts";

/** The JSON, or "" where there is none. */
function quietly(options: JsonOptions) {
  return (value: unknown): string => {
    try {
      return encodeJson(value, options);
    } catch (error) {
      if (error instanceof GoError) return "";
      throw error;
    }
  };
}

function fromJson(text: string): unknown {
  try {
    return decodeJson(text);
  } catch (error) {
    if (error instanceof GoError) return null;
    throw error;
  }
}

const PRETTY: JsonOptions = { indent: "  " };
const RAW: JsonOptions = { escapeHtml: false };

/** JSON, in and out. */
export const jsonFunctions: Record<string, GoFunction> = {
  fromJson: goFunction("string", fromJson),
  mustFromJson: goFunction("string", decodeJson),
  toJson: goFunction("any", quietly({})),
  mustToJson: goFunction("any", (value: unknown) => encodeJson(value)),
  toPrettyJson: goFunction("any", quietly(PRETTY)),
  mustToPrettyJson: goFunction("any", (value: unknown) => encodeJson(value, PRETTY)),
  toRawJson: goFunction("any", (value: unknown) => encodeJson(value, RAW)),
  mustToRawJson: goFunction("any", (value: unknown) => encodeJson(value, RAW)),
};
