import { setTimeout as sleep } from 'node:timers/promises';
import type { Counts } from './summary';
import { type ResultLine, readResults } from './testResults';

const pollMs = 200;

/**
 * Prints results as they are written and returns their counts once the suite has ended. A suite that stays silent for
 * `silenceMs` counts as failed: the extension host was lost or a test hangs.
 */
export async function followResults(file: string, silenceMs: number, isAlive: () => boolean): Promise<Counts> {
  let printed = 0;
  let lastNews = Date.now();
  for (;;) {
    const alive = isAlive();
    const lines = await readResults(file);
    for (const line of lines.slice(printed)) print(line);
    if (lines.length > printed) lastNews = Date.now();
    printed = lines.length;
    const counts = count(lines);
    if (lines.at(-1)?.kind === 'ended') return counts;
    if (!alive || Date.now() - lastNews > silenceMs) {
      const reason = alive ? `silent for ${silenceMs / 1000} s` : 'gone before the suite ended';
      print({ kind: 'failed', title: 'The suite did not end', error: `The extension host was ${reason}.` });
      return { ...counts, failed: counts.failed + 1 };
    }
    await sleep(pollMs);
  }
}

function count(lines: readonly ResultLine[]): Counts {
  const of = (kind: ResultLine['kind']): number => lines.filter(line => line.kind === kind).length;
  // A suite without a single test would otherwise pass by never having run.
  const nothing = lines.at(-1)?.kind === 'ended' && of('passed') + of('failed') === 0 ? 1 : 0;
  return { passed: of('passed'), failed: of('failed') + nothing, skipped: of('skipped') };
}

function print(line: ResultLine): void {
  if (line.kind === 'passed') process.stdout.write(`  ✓ ${line.title} (${line.milliseconds} ms)\n`);
  if (line.kind === 'skipped') process.stdout.write(`  - ${line.title}\n`);
  if (line.kind === 'failed') process.stdout.write(`  ✗ ${line.title}\n    ${line.error.replaceAll('\n', '\n    ')}\n`);
}
