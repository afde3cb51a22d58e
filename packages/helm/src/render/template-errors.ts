import { GoError, TemplateError } from "@hawser/gotemplate";
import { ChartError, type ChartPlace } from "../chart/chart-error.ts";

/** What `fail` and `required` throw: Helm shows nothing of where in the chain of includes it was. */
export class DeliberateError extends GoError {
  override name = "DeliberateError";
}

/** A template that Go's parser refused, in Helm's words. */
export function parseError(error: TemplateError): ChartError {
  const { file, line } = error.place;
  const reason = error.message.slice(error.message.lastIndexOf(": ") + 2);
  return new ChartError(`parse error at (${file}:${line}): ${reason}`, placeOf(error), { cause: error });
}

/** A template that failed while it ran, in Helm's words. */
export function executionError(error: TemplateError): ChartError {
  const chain: TemplateError[] = [];
  let cause: unknown = error;
  for (; cause instanceof TemplateError; cause = cause.cause) chain.push(cause);
  const last = chain.at(-1) ?? error;
  const place = placeOf(last);
  if (cause instanceof DeliberateError) {
    const { file, line, column = 0 } = error.place;
    return new ChartError(`execution error at (${file}:${line}:${column}): ${cause.message}`, place, { cause: error });
  }
  return new ChartError(inBlocks(chain, cause) ?? error.message, place, { cause: error });
}

/**
 * Errors of the engine itself are shown as one block for each level of `include`; where any other function failed,
 * Helm shows Go's line as it is.
 */
function inBlocks(chain: readonly TemplateError[], cause: unknown): string | undefined {
  const blocks: string[] = [];
  for (const [index, link] of chain.entries()) {
    const isLast = index === chain.length - 1;
    const calls = link.reason.startsWith("error calling ");
    const { executing } = link;
    if (!executing) return undefined;
    const head = `${link.place.file}:${link.place.line}:${link.place.column ?? 0}\n  executing "${executing.template}" at <${executing.node}>:\n    `;
    if (!calls) {
      if (!isLast) return undefined;
      blocks.push(head + link.reason);
    } else if (!link.reason.startsWith("error calling include: ")) return undefined;
    else {
      blocks.push(`${head}error calling include:`);
      if (isLast) {
        const reason = cause instanceof GoError ? cause.message : link.reason.slice("error calling include: ".length);
        if (!reason.startsWith("template: no template ")) return undefined;
        blocks.push(reason);
      }
    }
  }
  return blocks.join("\n").trim();
}

function placeOf(error: TemplateError): ChartPlace {
  const { file, line, column } = error.place;
  return { file, line, column: column === undefined ? undefined : column + 1 };
}
