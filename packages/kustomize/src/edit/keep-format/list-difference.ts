/** How one list becomes another: each step takes items of both, of the first (gone) or of the second (new). */
export interface ListStep {
  readonly before?: number;
  readonly after?: number;
}

/** The steps with as many items as possible kept, by the keys of the items. */
export function listDifference(before: readonly string[], after: readonly string[]): readonly ListStep[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const steps: ListStep[] = [];
  for (let i = 0; i < start; i++) steps.push({ before: i, after: i });
  steps.push(...middle(before, after, start, before.length - end, after.length - end));
  for (let i = end; i > 0; i--) steps.push({ before: before.length - i, after: after.length - i });
  return steps;
}

/** Beyond this, all that differs counts as replaced. */
const MAX_CELLS = 4_000_000;

/** The longest common sequence between the ends that are the same. */
function middle(
  before: readonly string[],
  after: readonly string[],
  start: number,
  beforeEnd: number,
  afterEnd: number,
): ListStep[] {
  const [rows, columns] = [beforeEnd - start, afterEnd - start];
  if (rows * columns > MAX_CELLS) {
    return [
      ...Array.from({ length: rows }, (_, index) => ({ before: start + index })),
      ...Array.from({ length: columns }, (_, index) => ({ after: start + index })),
    ];
  }
  const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const row = lengths[i] as Uint32Array;
      const below = lengths[i + 1] as Uint32Array;
      row[j] =
        before[start + i] === after[start + j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  const steps: ListStep[] = [];
  let [i, j] = [0, 0];
  while (i < rows || j < columns) {
    if (i < rows && j < columns && before[start + i] === after[start + j])
      steps.push({ before: start + i++, after: start + j++ });
    else if (j >= columns || (i < rows && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0)))
      steps.push({ before: start + i++ });
    else steps.push({ after: start + j++ });
  }
  return steps;
}
