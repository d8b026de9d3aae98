import type { JobContext, JobProgress } from '../shared/protocol/jobs';

/** Phases of a job in order, with how long each takes beside the others. */
export type Phases = readonly (readonly [phase: string, weight: number])[];

/** Turns the progress within phases into progress of the whole job. A phase that is not listed leaves the whole where it is. */
export function phaseProgress(phases: Phases, context: JobContext): (progress: JobProgress) => void {
  const total = phases.reduce((sum, [, weight]) => sum + weight, 0);
  let reached = 0;
  return progress => {
    const at = phases.findIndex(([phase]) => phase === progress.phase);
    const before = phases.slice(0, Math.max(0, at)).reduce((sum, [, weight]) => sum + weight, 0);
    const own = (phases[at]?.[1] ?? 0) * (progress.fraction ?? 0);
    reached = Math.max(reached, (before + own) / total);
    context.progress({ ...progress, fraction: reached });
  };
}
