import { formatInteger, formatMilliseconds, formatPercent } from '../units';
import type { LayerProfile } from './benchmarkReport';

/** Slower runs than this are told: times of small nodes are then mostly the profiler's. */
const SLOW = 1.2;

/** How a profile was obtained and what it leaves open: full sentences. */
export function profileFacts(profile: LayerProfile): readonly string[] {
  const { batch, runs, profiledRuns, runMs, kernelsMs, slowdown, absorbed, unattributed } = profile;
  const which =
    runs === profiledRuns
      ? `${formatInteger(runs)} runs`
      : `the quieter ${formatInteger(runs)} of ${formatInteger(profiledRuns)} runs`;
  const of = batch === null ? '' : ` with batch size ${formatInteger(batch)}`;
  const facts = [
    `Measured apart from the times above, in ${which}${of} with the runtime's profiler, which counts whole microseconds.`,
    `A run took ${formatMilliseconds(runMs)} on average, its kernels ${formatMilliseconds(kernelsMs)}; the rest is overhead between them.`,
  ];
  if (slowdown > SLOW) {
    facts.push(
      `The profiler made runs ${slowdown.toFixed(1)} times slower, small nodes more than large ones: shares say more than times.`,
    );
  }
  if (absorbed.length > 0) {
    facts.push(
      `${formatInteger(absorbed.length)} nodes ran inside the kernel of another, which has their time. Other nodes without a time did not run: their results were known before, or their branch was not taken.`,
    );
  }
  if (unattributed.meanMs > 0) {
    facts.push(
      `${formatPercent(unattributed.share)} of the time belongs to no one node of the model, such as copies into another layout.`,
    );
  }
  return [...facts, ...profile.notes];
}
