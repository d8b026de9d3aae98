import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

/** Resident memory of this process, in bytes. */
export interface MemoryMeter {
  /** Now. */
  current(): number;
  /** The most since `reset`, or since the process began where the system cannot forget an old peak. */
  peak(): number;
  /** Forgets the peak so far; false where the system cannot. */
  reset(): boolean;
}

/**
 * Reads Linux's own count, which includes what the runtime allocated natively; elsewhere the peak of the whole process.
 * See proc_pid_status(5) and proc_pid_clear_refs(5).
 */
export function processMemory(): MemoryMeter {
  return {
    current: () => process.memoryUsage.rss(),
    peak: () => statusBytes('VmHWM') ?? process.resourceUsage().maxRSS * 1024,
    reset: () => {
      try {
        writeFileSync('/proc/self/clear_refs', '5');
        return true;
      } catch {
        // Not Linux, or a container that hides it: the peak then covers the whole process, and the report says so.
        return false;
      }
    },
  };
}

function statusBytes(field: string): number | null {
  let status: string;
  try {
    status = readFileSync('/proc/self/status', 'latin1');
  } catch {
    // Only Linux has it; the caller falls back to what every system counts.
    return null;
  }
  return parseStatus(status, field);
}

/** Bytes of one `kB` line of `/proc/self/status`; `null` when it is not there. */
export function parseStatus(status: string, field: string): number | null {
  const line = status.split('\n').find(each => each.startsWith(`${field}:`));
  const kilobytes = /(\d+) kB$/.exec(line ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
