/** Rounds of asking the real tool, each with many texts. */
const ROUNDS = 12;
const CANDIDATES = 60;

/** A smaller text that still differs: parts are cut out as long as `stillDiffering` keeps one of the results. */
export async function shrink(text, stillDiffering) {
  let smallest = text;
  for (let round = 0; round < ROUNDS; round++) {
    const candidates = cuts(smallest);
    const kept = candidates.length === 0 ? [] : await stillDiffering(candidates);
    if (kept.length === 0) return smallest;
    smallest = kept.reduce((a, b) => (b.length < a.length ? b : a));
  }
  return smallest;
}

/** Halves, quarters … and at last single characters left out, the largest cuts first. */
function cuts(text) {
  const candidates = new Set();
  for (let size = text.length >> 1; size >= 1 && candidates.size < CANDIDATES; size >>= 1) {
    const step = Math.max(size >> 1, 1);
    for (let at = 0; at + size <= text.length && candidates.size < CANDIDATES; at += step) {
      candidates.add(text.slice(0, at) + text.slice(at + size));
    }
  }
  candidates.delete(text);
  return [...candidates];
}
