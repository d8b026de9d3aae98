import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { KernelTimes, type TraceTimes } from '../../benchmark/profile/kernelTimes';
import { parseTraceLine } from '../../benchmark/profile/traceEvent';

/** The profiler itself stops after so many events. */
export const MOST_EVENTS = 1_000_000;

export interface ReadTrace {
  readonly times: TraceTimes;
  readonly events: number;
  /** Lines that are no events as they should be, because a name broke them. */
  readonly unreadable: number;
}

/** Reads the one trace in a folder line by line, as it may be large. */
export async function readTrace(folder: string, prefix: string, warmUps: number): Promise<ReadTrace> {
  const names = await readdir(folder);
  const times = new KernelTimes(warmUps);
  let events = 0;
  let unreadable = 0;
  for (const name of names.filter(each => each.startsWith(prefix) && each.endsWith('.json'))) {
    const lines = createInterface({
      input: createReadStream(path.join(folder, name)),
      crlfDelay: Number.POSITIVE_INFINITY,
    });
    for await (const line of lines) {
      const event = parseTraceLine(line);
      events += 1;
      if (event === undefined) unreadable += 1;
      else if (event !== null) times.add(event);
      if (events > 2 * MOST_EVENTS) break;
    }
  }
  return { times: times.finish(), events, unreadable };
}
