import assert from 'node:assert/strict';
import { compareWeights } from '../../../../src/analysis/comparison/compareWeights';
import { fingerprints } from '../../../../src/analysis/comparison/fingerprints';
import { inferTypes } from '../../../../src/analysis/shapes/inferTypes';
import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { openWeightFiles, readWeightBytes, type WeightFiles, weightChunks } from '../../../../src/formats/weightReader';
import { diffModels, type ModelDiff } from '../../../../src/model/diff/diffModels';
import type { Model, Weight } from '../../../../src/model/model';
import { finish } from '../../../../src/model/steps';
import type { WeightRow } from '../../../../src/shared/reports/compareReport';
import { type Naming, type PlantedPair, plantedPair } from './plantedPair';

const SEEDS = 120;

const NAMINGS: Readonly<Record<Naming, string>> = {
  stable: 'by names that stay, some or all of which were changed',
  counted: 'by a counter that shifts',
  none: 'not at all',
};

describe('Comparing two models finds exactly what was planted', () => {
  for (const naming of ['stable', 'counted', 'none'] as const) {
    it(`where nodes are named ${NAMINGS[naming]}`, async () => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const planted = plantedPair(seed, naming);
        const { diff, weights } = await compare(planted.a, planted.b);
        assertStructure(diff, planted, `${naming}, seed ${seed}`);
        assertWeights(weights, planted, `${naming}, seed ${seed}`);
      }
    });
  }
});

function assertStructure(diff: ModelDiff, planted: PlantedPair, where: string): void {
  const [graph] = diff.graphs;
  assert(graph !== undefined);
  const idOfA = (index: number | undefined): number => planted.idsOfA[index ?? -1] ?? -1;
  const idOfB = (index: number | undefined): number => planted.idsOfB[index ?? -1] ?? -1;
  const mismatched = graph.rows.filter(({ a, b }) => a !== null && b !== null && idOfA(a.index) !== idOfB(b.index));
  assert.deepEqual(mismatched, [], where);
  const of = (status: string): number[] =>
    graph.rows
      .filter(row => row.status === status)
      .map(({ a, b }) => (b === null ? idOfA(a?.index) : idOfB(b.index)))
      .sort((x, y) => x - y);
  assert.deepEqual(of('removed'), sorted(planted.removed), `${where}: removed`);
  assert.deepEqual(of('added'), sorted(planted.added), `${where}: added`);
  const changed = graph.rows
    .filter(({ status }) => status === 'changed')
    .map(({ b, changes }) => `${idOfB(b?.index)} ${changes.map(({ what, name }) => `${what} ${name}`).join()}`);
  assert.deepEqual(
    changed.sort(),
    Array.from(planted.changed, ([id, what]) => `${id} ${what}`).sort(),
    `${where}: changed`,
  );
  assert.deepEqual(of('renamed'), sorted(planted.renamed), `${where}: renamed`);
  assert.equal(graph.renamedValues.length, planted.renamedValues.size, `${where}: renamed values`);
}

function assertWeights(weights: readonly WeightRow[], planted: PlantedPair, where: string): void {
  const differing = weights.filter(({ status }) => status !== 'same' && status !== 'renamed');
  const ids = new Set(planted.weights.map(({ id }) => id));
  assert.deepEqual(
    differing.map(({ status, a }) => `${status} ${a?.name}`).sort(),
    [...ids].map(id => `changed layer.${id}.weight`).sort(),
    where,
  );
  for (const { id, sqnrDb, zeros } of planted.weights) {
    const row = weights.find(({ a }) => a?.name === `layer.${id}.weight`);
    assert(row?.difference != null, where);
    assert.equal(row.b?.zeros, zeros, where);
    if (sqnrDb === null) assert.equal(row.difference.sqnrDb, null, where);
    else
      assert(Math.abs((row.difference.sqnrDb ?? 0) - sqnrDb) < 1e-3, `${where}: ${row.difference.sqnrDb}, ${sqnrDb}`);
  }
}

function sorted(ids: ReadonlySet<number>): number[] {
  return [...ids].sort((x, y) => x - y);
}

async function compare(a: Uint8Array, b: Uint8Array) {
  const one = await open(a);
  const other = await open(b);
  const prints = new Map<Weight, string>();
  for (const { model, files } of [one, other]) {
    const read = (weight: Weight, first: number, count: number) => readWeightBytes(weight, files, first, count);
    for (const [weight, print] of await fingerprints(model, read, () => undefined)) prints.set(weight, print);
  }
  const side = ({ model }: Opened) => ({ model, types: inferTypes(model), macs: () => null });
  const diff = finish(diffModels(side(one), side(other), weight => prints.get(weight) ?? null));
  const owner = ({ model, files }: Opened) => ({
    model,
    chunks: (weight: Weight, bytes: number) => weightChunks(weight, files, bytes),
  });
  const weights = await compareWeights(owner(one), owner(other), diff.weights, {
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  return { diff, weights };
}

interface Opened {
  readonly model: Model;
  readonly files: WeightFiles;
}

async function open(bytes: Uint8Array): Promise<Opened> {
  const source = memorySource(bytes, 'net.onnx');
  return { model: (await readOnnx(source)).model, files: openWeightFiles('/net.onnx', source) };
}
