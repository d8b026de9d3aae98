import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { parseViewState, type ViewState } from '../../../../webview/state/viewState';
import { ViewStore } from '../../../../webview/state/viewStore';

describe('view state', () => {
  it('survives storage unchanged', () => {
    const saved: ViewState[] = [];
    const store = new ViewStore(parseViewState(undefined), state => saved.push(state));
    store.setTab('heatmap');
    store.update('graph', {
      graph: 'main/1.body',
      cameras: [{ graph: '__proto__', camera: { x: 1.5, y: -2, scale: 0.25 } }],
      selected: 7,
      search: 'op:Conv',
      regex: true,
    });
    store.update('layers', {
      columns: ['macs', '__proto__'],
      sort: { column: 'weightBytes', descending: true },
      filter: 'x',
      scroll: 120,
      view: 'scope',
      layersOnly: true,
      open: ['encoder/layer.1'],
      measured: true,
    });
    store.update('findings', { severity: 'warning', rule: 'nan-weights' });
    store.update('heatmap', { mode: 'tiles', metric: 'std' });
    store.flush();
    const [state] = saved;
    assert.deepEqual(parseViewState(JSON.parse(JSON.stringify(state))), store.state);
    assert.deepEqual(state, store.state);
  });

  it('takes defaults for whatever is missing or wrong', () => {
    const fresh = parseViewState(undefined);
    for (const stored of [
      null,
      3,
      'x',
      [],
      { tab: 'nonsense', graph: 5, layers: { sort: 7, columns: 'x', open: 5 } },
    ]) {
      assert.deepEqual(parseViewState(stored), fresh);
    }
    const broken = parseViewState({
      graph: { cameras: [{ graph: 'main', camera: { x: 'a', scale: -1 } }], selected: null },
    });
    assert.deepEqual(broken.graph.cameras, [{ graph: 'main', camera: { x: 0, y: 0, scale: 1 } }]);
  });

  it('is saved a moment after the last change, once', async () => {
    const saved: ViewState[] = [];
    const store = new ViewStore(parseViewState(undefined), state => saved.push(state));
    store.update('overview', { scroll: 1 });
    store.update('overview', { scroll: 2 });
    assert.equal(saved.length, 0);
    while (saved.length === 0) await wait(10);
    assert.equal(saved.length, 1);
    assert.equal(saved[0]?.overview.scroll, 2);
  });
});
