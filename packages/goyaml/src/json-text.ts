/** What JSON does not escape, and a YAML reader behind it does not take or reads as a line break. */
export const UNSAFE: RegExp = /[\u007f-\u009f\ufffe\uffff]/;
export const CONTROL: RegExp = /[\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

/** The next-line character is a line break to the reader, which folds it. */
export function foldNextLines(text: string): string {
  return text.replaceAll(/ *\u0085[ \u0085]*/g, (run) => {
    const breaks = run.replaceAll(" ", "").length;
    return breaks === 1 ? " " : "\n".repeat(breaks - 1);
  });
}
