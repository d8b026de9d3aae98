import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 100;

/** Waits until `ask` gives something other than null or false; what was being waited for is in the error. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | null | false> | T | null | false,
  withinMs = 60_000,
): Promise<T> {
  const giveUp = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (Date.now() > giveUp) throw new Error(`Waited ${withinMs / 1000} s for ${what}.`);
    await sleep(pollMs);
  }
}

/** Waits for a file that somebody else writes. */
export async function fileAppears(file: string, withinMs = 120_000): Promise<void> {
  await eventually(file, () => existsSync(file), withinMs);
}
