import path from 'node:path';
import { paced } from '../../../formats/pace';
import type { Steps } from '../../../model/steps';
import type { NodeFigures } from '../../../shared/figures/nodeFigures';
import { formatInteger, formatPercent } from '../../../shared/units';
import { benchmarkPaths } from '../../results';
import { count, type Fields, fields, finite, list, text } from '../fields';
import { FigureBuilder, type FigureHead } from '../figureBuilder';
import type { FigureContext, FigureSource } from '../figureSource';
import { nodeNamesStepwise } from '../nodeNames';
import { placeOf } from '../nodePlaces';
import { readReport } from '../reportFile';
import { sizeNotes } from '../staleness';

/** The profiler's own work from which on people should know of it. */
const SLOW = 1.2;

/** What each node took in the runs that the last benchmark profiled: medians, as one disturbed run must not make a node hot. */
export const measuredTime: FigureSource = {
  name: 'measured time',
  async read(context) {
    const found = await readReport(benchmarkPaths(context.file).json, 'benchmark');
    if (found === null) return [];
    if (found.report === null) return [new FigureBuilder().build(timeHead(`measured, ${found.name}`), [found.problem])];
    const { report, name } = found;
    const profile = fields(report.get('profile'));
    const model = fields(report.get('model'));
    if (profile.size === 0 || text(model.get('file')) !== path.basename(context.file)) return [];
    const batch = count(profile.get('batch'));
    const runs = `${formatInteger(count(profile.get('runs')) ?? 0)} quiet runs`;
    const source = (what: string): string =>
      [`measured, ${name}`, `${what} of ${runs}`, ...(batch === null ? [] : [`batch ${formatInteger(batch)}`])].join(
        ', ',
      );
    return paced(figuresOf(context, profile, source, sizeNotes(model.get('bytes'), context)));
  },
};

function timeHead(source: string): FigureHead {
  return {
    id: 'benchmark.time',
    title: 'Measured time',
    source,
    unit: 'milliseconds',
    aggregation: 'sum',
    hot: 'high',
  };
}

function* figuresOf(
  context: FigureContext,
  profile: Fields,
  source: (what: string) => string,
  stale: readonly string[],
): Steps<readonly NodeFigures[]> {
  const names = yield* nodeNamesStepwise(context.model);
  const times = new FigureBuilder();
  const shares = new FigureBuilder();
  const listed = list(profile.get('nodes'));
  let missing = 0;
  for (const value of listed) {
    yield;
    const entry = fields(value);
    const place = placeOf(context.model, names, entry);
    const [time, share] = [finite(entry.get('medianMs')), finite(entry.get('share'))];
    if (place === null) missing += 1;
    if (place !== null && time !== null && time >= 0) times.add(place.graph, place.node, time);
    if (place !== null && share !== null && share >= 0) shares.add(place.graph, place.node, share);
  }
  const notes = [...stale, ...missingNotes(missing, listed.length), ...profileNotes(profile)];
  return [
    times.build(timeHead(source('median')), notes),
    shares.build(
      { ...timeHead(source('mean')), id: 'benchmark.timeShare', title: 'Share of the measured time', unit: 'share' },
      notes,
    ),
  ];
}

function missingNotes(missing: number, all: number): readonly string[] {
  if (missing === 0) return [];
  return [`${formatInteger(missing)} of ${formatInteger(all)} measured nodes are not in this file.`];
}

function profileNotes(profile: Fields): readonly string[] {
  const notes: string[] = [];
  const absorbed = list(profile.get('absorbed')).length;
  if (absorbed > 0) {
    notes.push(
      `${formatInteger(absorbed)} nodes ran inside the kernels of others, which have their time; other nodes without a time did not run.`,
    );
  }
  const rest = finite(fields(profile.get('unattributed')).get('share'));
  if (rest !== null && rest > 0) notes.push(`${formatPercent(rest)} of the time belongs to no one node.`);
  const slowdown = finite(profile.get('slowdown'));
  if (slowdown !== null && slowdown > SLOW) {
    notes.push(`The profiler made runs ${slowdown.toFixed(1)} times slower, small nodes more than large ones.`);
  }
  for (const note of list(profile.get('notes'))) if (text(note) !== '') notes.push(text(note));
  return notes;
}
