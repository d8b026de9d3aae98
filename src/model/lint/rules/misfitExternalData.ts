import { counted, formatBytes, formatInteger } from '../../../shared/units';
import type { Model } from '../../model';
import { type ExternalWeight, externalWeights } from '../externalRanges';
import type { ExternalFiles } from '../facts';
import { byHand } from '../mends';
import { atWeight } from '../places';
import type { Check, LintRule } from '../rule';
import { countedBytes, quoted } from '../wording';

export const misfitExternalData: LintRule<'files'> = {
  id: 'misfit-external-data',
  title: 'Weights file that does not fit',
  severity: 'error',
  what: "A file with weights that lies outside the model's folder, ends before a weight does, or holds two weights in overlapping ranges; a weight whose declared length is not what its shape takes. Weights that share one range on purpose are left out.",
  why: 'The weights read from it would be those of another model, or none at all.',
  mend: byHand('Get the weights file that belongs to this model, or export the model again.'),
  needs: 'files',
  check,
};

function* check(model: Model, files: ExternalFiles): Check {
  for (const [location, weights] of externalWeights(model)) {
    yield undefined;
    const file = files.get(location);
    const [first] = weights;
    if (file === undefined || first === undefined) continue;
    if (file.kind === 'refused') {
      const bytes = weights.reduce((sum, weight) => sum + weight.bytes, 0);
      const figures = countedBytes(weights.length, 'weight', bytes);
      yield atWeight(first.located, `${quoted(location)} is not read, ${figures}: ${file.reason}`);
    }
    if (file.kind === 'usable') yield* beyondTheEnd(location, file.size, weights);
    yield* wrongLengths(weights);
    yield* overlaps(location, weights);
  }
}

function* beyondTheEnd(location: string, size: number, weights: readonly ExternalWeight[]): Check {
  for (const { located, payload, bytes } of weights) {
    yield undefined;
    const end = payload.offset + bytes;
    if (end <= size) continue;
    const has = counted(size, 'byte');
    yield atWeight(
      located,
      `${quoted(located.name)} reaches to byte ${formatInteger(end)} of ${quoted(location)}, which has ${has}.`,
    );
  }
}

function* wrongLengths(weights: readonly ExternalWeight[]): Check {
  for (const { located, payload, bytes } of weights) {
    yield undefined;
    if (payload.length === null || payload.length === bytes) continue;
    const declared = counted(payload.length, 'byte');
    yield atWeight(
      located,
      `${quoted(located.name)} is said to have ${declared}; its shape and type take ${formatInteger(bytes)}.`,
    );
  }
}

function* overlaps(location: string, weights: readonly ExternalWeight[]): Check {
  let last: ExternalWeight | null = null;
  for (const weight of [...weights].sort((a, b) => a.payload.offset - b.payload.offset || b.bytes - a.bytes)) {
    yield undefined;
    const end: number = last === null ? 0 : last.payload.offset + last.bytes;
    const isShared = last?.payload.offset === weight.payload.offset && last.bytes === weight.bytes;
    if (last !== null && weight.payload.offset < end && weight.bytes > 0 && !isShared) {
      const shared = Math.min(end, weight.payload.offset + weight.bytes) - weight.payload.offset;
      const names = `${quoted(last.located.name)} and ${quoted(weight.located.name)}`;
      yield atWeight(weight.located, `${names} overlap in ${quoted(location)} by ${formatBytes(shared)}.`);
    }
    if (last === null || weight.payload.offset + weight.bytes > end) last = weight;
  }
}
