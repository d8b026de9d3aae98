import { writeFileSync } from 'node:fs';

/**
 * When memory runs out, Linux ends this process rather than the editor or a terminal: a model decides how much is taken here.
 * See proc_pid_oom_score_adj(5); the highest value is 1000.
 */
export function yieldMemoryFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Another system, or a container without it: who is ended is then the system's choice.
  }
}
