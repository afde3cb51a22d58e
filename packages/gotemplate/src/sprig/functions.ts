import type { FunctionMap, GoFunction } from "../values/function.ts";
import { findZone, UTC, type Zone } from "../time/zone.ts";
import { certificateFunctions } from "./certificates.ts";
import { conversionFunctions } from "./conversion.ts";
import { dateFunctions } from "./dates.ts";
import { defaultFunctions } from "./defaults.ts";
import { dictFunctions } from "./dicts.ts";
import { encodingFunctions } from "./encoding.ts";
import { jsonFunctions } from "./json.ts";
import { listFunctions } from "./lists.ts";
import { mathFunctions } from "./math.ts";
import { systemFunctions, type SystemLookups } from "./network.ts";
import { passwordFunctions } from "./password.ts";
import { pathFunctions } from "./paths.ts";
import { randomFunctions, type RandomBytes } from "./random.ts";
import { regexFunctions } from "./regex.ts";
import { semverFunctions } from "./semver.ts";
import { stringFunctions } from "./strings.ts";
import { urlFunctions } from "./url.ts";
import { wordFunctions } from "./words.ts";

/** What Sprig's functions need of the world. */
export interface SprigOptions extends SystemLookups {
  /** The time, in nanoseconds since 1970. */
  readonly now: () => bigint;
  /** The zone that `date` and `now` use, by its IANA name; UTC if it is not given. */
  readonly timeZone?: string;
  readonly random: RandomBytes;
}

/** All functions of Sprig 3.3. */
export function sprigFunctions(options: SprigOptions): FunctionMap {
  const tables: Record<string, GoFunction>[] = [
    stringFunctions,
    wordFunctions,
    conversionFunctions,
    mathFunctions,
    listFunctions,
    dictFunctions,
    defaultFunctions,
    jsonFunctions,
    pathFunctions,
    encodingFunctions,
    urlFunctions,
    regexFunctions(),
    semverFunctions,
    dateFunctions(options.now, localZone(options)),
    randomFunctions(options.random),
    passwordFunctions(options.random),
    certificateFunctions(options),
    systemFunctions(options),
  ];
  return new Map(tables.flatMap((table) => Object.entries(table)));
}

function localZone({ timeZone }: SprigOptions): Zone {
  return timeZone === undefined ? UTC : (findZone(timeZone) ?? UTC);
}
