/*
 * How much of the stack of JavaScript the pieces of a template take, in bytes, from measurements of recursive templates
 * that were not optimised yet. The stack must never come near its end: V8 ends the whole process when it has to compile
 * a regular expression there.
 */

/** A template that is executed by another one. */
export const TEMPLATE_STACK = 400;
/** The items of a body, one after the other. */
export const LIST_STACK = 100;
/** `if` and `with`. */
export const BLOCK_STACK = 120;
/** `range`. */
export const RANGE_STACK = 180;
/** A pipeline that is an argument or the value of a block. */
export const PIPELINE_STACK = 150;
/** The call of a function. */
export const CALL_STACK = 250;
/** What a function takes that executes another template. */
export const INCLUDE_STACK = 600;

/** Adds up what the pieces take that are inside each other, while they are compiled. */
export class StackPath {
  bytes = 0;

  /** Compiles what is inside of a piece that takes so many bytes. */
  inside<T>(bytes: number, compile: () => T): T {
    this.bytes += bytes;
    const result = compile();
    this.bytes -= bytes;
    return result;
  }
}
