import type { ByteSource } from '../../formats/byteSource';
import type { Simplification } from '../../shared/reports/simplificationReport';
import { subgraphsOf } from '../graph/protos';
import type { Workpiece } from '../graph/workpiece';
import type { Tools } from '../tools';
import { changedOperators, figuresOf, operatorsOf } from './figures';
import type { Pass } from './pass';
import { PassContext, type SimplifyOptions } from './passContext';
import { inputInitializers } from './passes/inputInitializers';
import { PassRecord } from './passRecord';

/** A pass can make work for an earlier one; more rounds than this no real model needs. */
const MOST_ROUNDS = 32;

/** Runs passes in rounds until none finds anything. The workpiece is changed in place; what changed is told. */
export async function simplifyGraph(
  work: Workpiece,
  source: ByteSource,
  passes: readonly Pass[],
  options: SimplifyOptions,
  tools: Tools,
): Promise<Simplification> {
  if (!passes.includes(inputInitializers)) keepDefaults(work);
  const notes = leftAlone(work);
  const before = figuresOf(work);
  const operators = operatorsOf(work);
  const records = passes.map(pass => new PassRecord(pass));
  const context = new PassContext(work, source, options, tools);
  for (let round = 1; ; round++) {
    const earlier = changesOf(records);
    for (const [at, record] of records.entries()) {
      tools.checkCancelled();
      tools.progress({
        phase: 'Simplifying',
        fraction: at / records.length,
        detail: `${record.pass.title}, round ${round}`,
      });
      context.begin(record);
      // What was asked for is done once.
      if (round === 1 || record.pass.request === null) await record.pass.run(context);
    }
    if (changesOf(records) === earlier) break;
    if (round === MOST_ROUNDS) {
      work.notes.push(`After ${MOST_ROUNDS} rounds there was still more to simplify; simplify the result again.`);
      break;
    }
  }
  return {
    passes: records.map(record => record.outcome()),
    before,
    after: figuresOf(work),
    operators: changedOperators(operators, operatorsOf(work)),
    notes,
    warnings: work.notes,
  };
}

/** How many things were changed in all. */
export function changeCount({ passes }: Pick<Simplification, 'passes'>): number {
  return passes.reduce((sum, { changes }) => sum + changes, 0);
}

function changesOf(records: readonly PassRecord[]): number {
  return records.reduce((sum, { changes }) => sum + changes, 0);
}

/** Weights that a caller may replace are no constants. */
function keepDefaults(work: Workpiece): void {
  for (const { name } of work.graph.input) {
    const stored = work.constants.get(name ?? '')?.stored;
    if (stored === undefined || stored === null) continue;
    work.graph.initializer = [...(work.graph.initializer ?? []), stored];
    work.constants.delete(name ?? '');
  }
}

/** What no pass looks into, full sentences. */
function leftAlone(work: Workpiece): readonly string[] {
  const notes: string[] = [];
  const nesting = work.graph.node.filter(node => subgraphsOf(node).length > 0).length;
  if (nesting > 0) {
    notes.push(
      `${nesting} ${nesting === 1 ? 'node has' : 'nodes have'} branches or loop bodies; those were left as they are, with everything that they read from outside.`,
    );
  }
  const functions = (work.model.functions ?? []).length;
  if (functions > 0)
    notes.push(
      `The bodies of ${functions} ${functions === 1 ? 'function' : 'functions'} of the model were left as they are.`,
    );
  if ((work.model.trainingInfo ?? []).length > 0) {
    notes.push('What the source says of training is not in the result, which is for inference.');
  }
  return notes;
}
