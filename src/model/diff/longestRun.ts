/**
 * Positions of a longest strictly increasing subsequence, by patience sorting in O(n log n) (Fredman, "On computing the length
 * of longest increasing subsequences", 1975).
 */
export function longestRun(numbers: ArrayLike<number>): readonly number[] {
  const ends: number[] = [];
  const before = new Int32Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] as number] as number) < number) low = middle + 1;
      else high = middle;
    }
    before[i] = low === 0 ? -1 : (ends[low - 1] as number);
    ends[low] = i;
  }
  const run: number[] = [];
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i] as number) run.push(i);
  return run.reverse();
}
