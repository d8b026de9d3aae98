/** Distances at which a sequence is likely to repeat; more are not tried. */
const MOST_PERIODS = 48;
/** Stretches of 2, 4, 8, 16 and 32 labels vote. */
const DOUBLINGS = 5;

/** `length` labels from `start` repeat those `period` before, `period` labels ahead of them included. */
export interface Run {
  readonly start: number;
  readonly length: number;
  readonly period: number;
}

/**
 * Stretches of a sequence that repeat at once: equal to themselves moved by a period, at least twice as long as it. Periods are
 * the most frequent distances between equal stretches of labels, so the time is linear in the labels for each of a fixed number
 * of periods. Best first: long runs, and of those the ones that repeat often rather than twice.
 */
export function repeatingRuns(labels: Int32Array): readonly Run[] {
  const runs: Run[] = [];
  for (const period of likelyPeriods(labels)) {
    let matched = 0;
    for (let i = period; i <= labels.length; i++) {
      if (i < labels.length && labels[i] === labels[i - period]) {
        matched += 1;
        continue;
      }
      if (matched >= period) runs.push({ start: i - matched - period, length: matched + period, period });
      matched = 0;
    }
  }
  return runs.sort((a, b) => gain(b) - gain(a) || a.period - b.period || a.start - b.start);
}

/** How much of a run is said by its first part. Squared, because what repeats but twice is easily a coincidence of its halves. */
function gain({ length, period }: Run): number {
  const parts = Math.floor(length / period);
  return length * ((parts - 1) / parts) ** 2;
}

function likelyPeriods(labels: Int32Array): readonly number[] {
  const votes = new Uint32Array(labels.length + 1);
  let stretches = labels;
  for (let width = 1, round = 0; round < DOUBLINGS && 2 * width < labels.length; width *= 2, round++) {
    stretches = joined(stretches, width);
    const seen = new Map<number, number>();
    for (let i = 0; i < stretches.length; i++) {
      const stretch = stretches[i] ?? 0;
      const before = seen.get(stretch);
      seen.set(stretch, i);
      if (before !== undefined) votes[i - before] = (votes[i - before] ?? 0) + 1;
    }
  }
  const voted: number[] = [];
  for (let distance = 2; distance <= labels.length / 2; distance++) if (votes[distance] !== 0) voted.push(distance);
  // What repeats at a long distance gets fewer votes, one for each place; it says as much.
  const weight = (distance: number): number => (votes[distance] ?? 0) * Math.sqrt(distance);
  return voted.sort((a, b) => weight(b) - weight(a) || a - b).slice(0, MOST_PERIODS);
}

/** Numbers for each stretch of twice the width, equal ones for equal stretches. */
function joined(stretches: Int32Array, width: number): Int32Array {
  const known = new Map<number, number>();
  const count = Math.max(0, stretches.length - width);
  const result = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const key = (stretches[i] ?? 0) * 0x4000000 + (stretches[i + width] ?? 0);
    let number = known.get(key);
    if (number === undefined) {
      number = known.size;
      known.set(key, number);
    }
    result[i] = number;
  }
  return result;
}
