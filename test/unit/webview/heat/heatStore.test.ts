import assert from 'node:assert/strict';
import { finish } from '../../../../src/model/steps';
import { LatheError } from '../../../../src/shared/errors';
import { packNodeTable } from '../../../../src/shared/packing/packedNodeTable';
import type { HostMethods } from '../../../../src/shared/protocol/editor';
import type { Remote } from '../../../../src/shared/protocol/rpc';
import type { WeightReport } from '../../../../src/shared/reports/weightReport';
import { type HeatState, HeatStore } from '../../../../webview/heat/heatStore';
import { ModelData } from '../../../../webview/state/modelData';
import { parseViewState } from '../../../../webview/state/viewState';
import { ViewStore } from '../../../../webview/state/viewStore';
import { nodeTableOf, tableWeight } from '../../../fixtures/builders/nodeTable';
import { weightFigures } from '../../../fixtures/builders/weightFigures';

const table = nodeTableOf([
  { name: 'a', op: 'Conv', macs: 5000, weights: [tableWeight('a.w', 10)] },
  { name: 'b', op: 'Relu', macs: 1 },
]);
const report: WeightReport = {
  kind: 'weights',
  schema: 2,
  model: { file: 'net.onnx', bytes: 1 },
  nearZero: 0.01,
  bins: 8,
  weights: [weightFigures('a.w', { zeros: 5 })],
  skipped: [],
};

/** A page whose host answers what is not told otherwise. */
function page(host: Partial<Remote<HostMethods>> = {}) {
  const asked: string[] = [];
  const answers: Partial<Remote<HostMethods>> = {
    nodes: async () => finish(packNodeTable(table)),
    weights: async () => report,
    figures: async () => [],
    cancelWeights: async () => undefined,
    ...host,
  };
  const told = new Proxy({} as Remote<HostMethods>, {
    get: (_, name: keyof HostMethods) => {
      asked.push(name);
      return answers[name];
    },
  });
  const view = new ViewStore(parseViewState(null), () => undefined);
  const store = new HeatStore(new ModelData(told), view);
  const states: HeatState[] = [];
  return { store, states, asked, view, listen: () => store.onChange(state => states.push(state)) };
}

async function settled(): Promise<void> {
  await new Promise(resolve => setImmediate(resolve));
}

function kinds(states: readonly HeatState[]): readonly string[] {
  return states.map(({ kind }) => kind);
}

describe('heat of the page', () => {
  it('asks for nothing before a figure is chosen and somebody listens', async () => {
    const { store, states, asked, listen } = page();
    listen();
    await settled();
    assert.deepEqual([asked, kinds(states), store.state.kind], [[], ['none'], 'none']);
    const stored = page();
    stored.view.update('heat', { figure: 'macs' });
    await settled();
    assert.deepEqual(stored.asked, []);
    stored.listen();
    await settled();
    assert.equal(stored.store.state.kind, 'ready');
  });

  it('colours by a computed figure without reading weights', async () => {
    const { store, states, asked, listen, view } = page();
    listen();
    store.choose({ figure: 'macs' });
    await settled();
    assert.deepEqual(kinds(states), ['none', 'loading', 'ready']);
    assert.deepEqual(asked, ['nodes']);
    assert.deepEqual(view.state.heat, { figure: 'macs', scale: 'auto' });
    const { state } = store;
    assert.ok(state.kind === 'ready');
    assert.deepEqual([...state.heat.values], [5000, 1]);
    assert.equal(state.heat.scale.kind, 'log');
  });

  it('changes the scale without asking again', async () => {
    const { store, states, asked, listen } = page();
    listen();
    store.choose({ figure: 'macs' });
    await settled();
    store.choose({ scale: 'linear' });
    const { state } = store;
    assert.ok(state.kind === 'ready' && state.heat.scale.kind === 'linear');
    assert.deepEqual([kinds(states).at(-1), asked], ['ready', ['nodes']]);
    const before = states.length;
    listen();
    assert.equal(states.length, before, 'one more listener is no news to the others');
  });

  it('tells how far measuring is, and can be stopped and begun again', async () => {
    let fail: (reason: unknown) => void = () => undefined;
    const { store, states, asked, listen } = page({
      weights: () => new Promise((_, reject) => (fail = reject)),
      cancelWeights: async () => fail(new LatheError({ code: 'stopped', kind: 'cancelled', message: 'Stopped.' })),
    });
    listen();
    store.choose({ figure: 'weights.sparsity' });
    await settled();
    store.weightsProgress({ phase: 'Reading', fraction: 0.5 });
    const progress = states.at(-1);
    assert.ok(progress?.kind === 'loading' && progress.progress?.fraction === 0.5);
    store.cancel();
    await settled();
    const failed = store.state;
    assert.ok(failed.kind === 'failed' && failed.error.kind === 'cancelled');
    for (const again of [() => store.retry(), () => store.choose({ figure: 'weights.sparsity' })]) {
      again();
      await settled();
      assert.equal(store.state.kind, 'loading');
      store.cancel();
      await settled();
    }
    assert.equal(asked.filter(name => name === 'weights').length, 3);
  });

  it('forgets what was chosen before when it comes late', async () => {
    let answer: (report: WeightReport) => void = () => undefined;
    const { store, listen } = page({ weights: () => new Promise(resolve => (answer = resolve)) });
    listen();
    store.choose({ figure: 'weights.sparsity' });
    await settled();
    store.choose({ figure: 'macs' });
    await settled();
    answer(report);
    await settled();
    assert.ok(store.state.kind === 'ready' && store.state.heat.id === 'macs');
  });

  it('says when a figure of a report is not there, and finds it once it is', async () => {
    let isThere = false;
    const figure = {
      id: 'benchmark.time',
      title: 'Time',
      source: 'measured',
      unit: 'milliseconds',
      aggregation: 'sum',
      hot: 'high',
      graphs: ['main'],
      graph: Uint32Array.of(0),
      node: Uint32Array.of(1),
      value: Float64Array.of(2),
      notes: [],
    } as const;
    const figures = async () => (isThere ? [figure] : []);
    const { store, listen, view } = page({ figures });
    listen();
    store.choose({ figure: 'benchmark.time' });
    await settled();
    assert.equal(store.state.kind, 'absent');
    isThere = true;
    const later = page({ figures });
    later.view.update('heat', view.state.heat);
    later.listen();
    await settled();
    assert.ok(later.store.state.kind === 'ready' && later.store.state.heat.total === 2);
  });

  it('is another one when the model is', async () => {
    const { store, states, listen } = page();
    listen();
    store.choose({ figure: 'macs' });
    await settled();
    const before = states.length;
    store.reportsChanged();
    assert.equal(states.length, before, 'reports have no part in computed figures');
    store.renew();
    await settled();
    assert.deepEqual(kinds(states.slice(before)), ['loading', 'ready']);
  });
});
