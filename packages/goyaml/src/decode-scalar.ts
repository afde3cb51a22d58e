import type { ScalarNode } from "./node.ts";
import { placeOf } from "./place-of.ts";
import { type Dialect, resolvePlain, tagOfPlain } from "./scalars.ts";
import { YamlError } from "./yaml-error.ts";

/** What a scalar means in a dialect; throws `YamlError` when it is not what its tag says. */
export function decodeScalar(node: ScalarNode, dialect: Dialect): string | number | bigint | boolean | null {
  const { text, tag } = node;
  switch (tag) {
    case "!!str":
    case "!!merge":
      return text;
    case "!!null":
      if (resolvePlain(text, dialect).kind === "null") return null;
      break;
    case "!!bool": {
      const scalar = resolvePlain(text, dialect);
      if (scalar.kind === "bool") return scalar.value;
      break;
    }
    case "!!int": {
      const scalar = resolvePlain(text, dialect);
      if (scalar.kind === "int") return scalar.value;
      break;
    }
    case "!!float": {
      const scalar = resolvePlain(text, dialect);
      if (scalar.kind === "int" || scalar.kind === "float") return Number(scalar.value);
      break;
    }
    case "!!timestamp": {
      const scalar = resolvePlain(text, dialect);
      if (scalar.kind === "timestamp") return dialect === "v3" ? scalar.value : text;
      break;
    }
    case "!!binary":
      return decodeBinary(node);
    default:
      return text;
  }
  throw new YamlError(`cannot decode ${tagOfPlain(text, dialect)} \`${text}\` as a ${tag}`, placeOf(node), 0);
}

function decodeBinary(node: ScalarNode): string {
  const base64 = node.text.replaceAll(/[\r\n]/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0)
    throw new YamlError("!!binary value contains invalid base64 data", placeOf(node), 0);
  return decodeUtf8(Buffer.from(base64, "base64"));
}

/** As Go reads UTF-8: each byte that is none becomes a replacement character, not each run of them. */
function decodeUtf8(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  if (!text.includes("\ufffd")) return text;
  let out = "";
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i] as number;
    const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    const piece = bytes.subarray(i, i + length).toString("utf8");
    if (piece.length <= 2 && piece.codePointAt(0) !== 0xfffd && Buffer.byteLength(piece) === length) {
      out += piece;
      i += length;
    } else if (first === 0xef && bytes[i + 1] === 0xbf && bytes[i + 2] === 0xbd) {
      out += "\ufffd";
      i += 3;
    } else {
      out += "\ufffd";
      i++;
    }
  }
  return out;
}
