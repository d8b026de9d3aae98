import assert from 'node:assert/strict';
import { measuredTime } from '../../../../src/host/figures/sources/measuredTime';
import { modelFolder, valuesOf } from './folder';

describe('figures of a benchmark', () => {
  const folder = modelFolder();
  const node = (index: number, name: string, ms: number, share: number): object => {
    return {
      graph: 'main',
      node: index,
      name,
      op: 'MatMul',
      kernel: 'MatMul',
      meanMs: 9,
      medianMs: ms,
      share,
      calls: 1,
    };
  };
  const nodes = [node(2, 'third', 4, 0.5), node(1, '', 3, 0.25), node(0, 'first', 1, 0.125)];
  const report = (bytes: number, profile: object | null): object => {
    return { kind: 'benchmark', schema: 2, model: { file: 'net.onnx', bytes }, profile };
  };
  const profile = {
    batch: 8,
    runs: 50,
    slowdown: 1.5,
    nodes,
    absorbed: [{}],
    unattributed: { share: 0.125 },
    notes: ['A note of the profile.'],
  };

  it('are the median of each node and its share, with what must be known of them', async () => {
    const context = await folder.context();
    await folder.write('net.benchmark.report.json', report(context.bytes, profile));
    const [time, share, ...others] = await measuredTime.read(context);
    assert.ok(time !== undefined && share !== undefined && others.length === 0);
    assert.deepEqual(valuesOf(time), { 'main 0': 1, 'main 1': 3, 'main 2': 4 });
    assert.deepEqual(valuesOf(share), { 'main 0': 0.125, 'main 1': 0.25, 'main 2': 0.5 });
    assert.deepEqual(
      [time.id, time.unit, time.aggregation, time.hot],
      ['benchmark.time', 'milliseconds', 'sum', 'high'],
    );
    assert.equal(time.source, 'measured, net.benchmark.report.json, median of 50 quiet runs, batch 8');
    assert.deepEqual(time.notes.length, 4);
    assert.match(
      time.notes.join(' '),
      /1 nodes ran inside .* 12\.5 % of the time belongs to no one node.* 1\.5 times slower.*A note of the profile\./,
    );
  });

  it('follow a node by its name when its place changed, and count those that are gone', async () => {
    const context = await folder.context();
    const moved = [node(7, 'third', 4, 0.5), node(0, 'gone', 1, 0.5), { ...node(0, 'first', 1, 0.5), op: 'Conv' }];
    await folder.write('net.benchmark.report.json', report(context.bytes - 1, { ...profile, nodes: moved }));
    const [time] = await measuredTime.read(context);
    assert.ok(time !== undefined);
    assert.deepEqual(valuesOf(time), { 'main 2': 4 });
    assert.match(time.notes[0] ?? '', /changed or replaced since/);
    assert.equal(time.notes[1], '2 of 3 measured nodes are not in this file.');
  });

  it('are none without a profile, without a report, and of another model', async () => {
    const context = await folder.context();
    assert.deepEqual(await measuredTime.read(context), []);
    await folder.write('net.benchmark.report.json', report(context.bytes, null));
    assert.deepEqual(await measuredTime.read(context), []);
    await folder.write('net.benchmark.report.json', { ...report(1, profile), model: { file: 'other.onnx', bytes: 1 } });
    assert.deepEqual(await measuredTime.read(context), []);
  });

  it('survive whatever somebody wrote into the report', async () => {
    const context = await folder.context();
    const hostile = [
      null,
      {},
      node(-1, '', 1, 1),
      node(1e300, '', 1, 1),
      node(0, 'first', -5, 2),
      node(2, 'third', 2, Number.NaN),
    ];
    await folder.write(
      'net.benchmark.report.json',
      report(context.bytes, { ...profile, nodes: hostile, notes: 7, absorbed: 'x' }),
    );
    const [time, share] = await measuredTime.read(context);
    assert.ok(time !== undefined && share !== undefined);
    assert.deepEqual(valuesOf(time), { 'main 2': 2 });
    assert.deepEqual(valuesOf(share), { 'main 0': 2 });
  });
});
