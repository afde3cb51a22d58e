/**
 * What a text in folded style becomes when go-yaml v3 writes it and reads it again, as Kustomize does.
 *
 * The writer has to double the breaks that the reader will fold. It decides by the first character of the whole text,
 * not by what stands behind the break: texts that begin with a word grow by a line before indented lines and at the
 * end, and those that begin with a blank lose breaks between words.
 */
export function rewriteFolded(text: string): string {
  if (!text.includes("\n") || !canBeBlock(text)) return text;
  let start = 0;
  while (text.charCodeAt(start) === 10) start++;
  const doubles = start < text.length && !isBlank(text.charCodeAt(start)) ? 1 : 0;
  let out = text.slice(0, start);
  for (;;) {
    const at = text.indexOf("\n", start);
    if (at < 0) return out + text.slice(start);
    out += text.slice(start, at);
    let end = at;
    while (text.charCodeAt(end) === 10) end++;
    const indented = isBlank(text.charCodeAt(start));
    const breaks = end - at + (indented ? 0 : doubles);
    if (end === text.length) return out + "\n".repeat(end - at === 1 ? 1 : breaks);
    if (indented || isBlank(text.charCodeAt(end))) out += "\n".repeat(breaks);
    else out += breaks === 1 ? " " : "\n".repeat(breaks - 1);
    start = end;
  }
}

/** True for a text that go-yaml v3 writes as a block and cannot read again: it begins with a tab. */
export function isUnreadableBlock(text: string): boolean {
  return text.charCodeAt(0) === 9 && canBeBlock(text);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** Other texts are written in double quotes. */
function canBeBlock(text: string): boolean {
  return !/ \n| $|[^\n\t -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(text);
}
