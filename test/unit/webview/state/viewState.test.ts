import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { boundedHistory, viewOf, withView } from '../../../../webview/state/graphState';
import { parseViewState, type ViewState } from '../../../../webview/state/viewState';
import { ViewStore } from '../../../../webview/state/viewStore';

describe('view state', () => {
  it('survives storage unchanged', () => {
    const saved: ViewState[] = [];
    const store = new ViewStore(parseViewState(undefined), state => saved.push(state));
    store.setTab('heatmap');
    store.update('graph', {
      graph: 'main/1.body',
      views: [
        {
          root: '__proto__',
          folding: { rest: 'closed', opened: ['a', 'b'], closed: ['constructor'] },
          camera: { x: 1.5, y: -2, scale: 0.25 },
        },
      ],
      direction: 'right',
      selection: [
        { kind: 'place', graph: 'main', index: 7 },
        { kind: 'group', key: 'encoder' },
      ],
      history: {
        positions: [
          { root: 'main', target: null, camera: null },
          { root: 'main', target: { kind: 'group', key: 'encoder' }, camera: { x: 0, y: 0, scale: 1 } },
        ],
        at: 1,
      },
      treeGrid: true,
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
    store.update('heat', { figure: 'weights.std', scale: 'log' });
    store.update('heatmap', { mode: 'treemap', area: 'macs', zoom: ['encoder', '__proto__'] });
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
      graph: {
        views: [{ root: 'main', folding: { opened: [1, 'x'], rest: 'half' }, camera: { x: 'a', scale: -1 } }],
        selection: [7, { kind: 'group' }, { kind: 'place', graph: 'main', index: 'a' }, { kind: 'group', key: 'k' }],
        history: { positions: [{ root: 'main' }], at: 99 },
      },
    });
    assert.deepEqual(broken.graph.views, [
      { root: 'main', folding: { rest: 'default', opened: ['x'], closed: [] }, camera: null },
    ]);
    assert.deepEqual(broken.graph.selection, [{ kind: 'group', key: 'k' }]);
    assert.equal(broken.graph.history.at, 0);
  });

  it('of the graph is bounded, what was touched last being kept', () => {
    const keys = Array.from({ length: 3000 }, (_, i) => `group ${i}`);
    const views = withView([], 'main', { folding: { rest: 'closed', opened: keys, closed: ['x'.repeat(1e6)] } });
    const { folding } = viewOf(views, 'main');
    assert.equal(folding.opened.length, 1000);
    assert.equal(folding.opened.at(-1), 'group 2999');
    assert.deepEqual(folding.closed, []);
    const many = Array.from({ length: 30 }, (_, i) => `root ${i}`).reduce(
      (known, root) => withView(known, root, { camera: { x: 0, y: 0, scale: 1 } }),
      views,
    );
    assert.equal(many.length, 20);
    assert.equal(many[0]?.root, 'root 29');
    assert.equal(viewOf(many, 'main').folding.rest, 'default');
    const again = withView(many, 'root 20', { folding: { rest: 'open', opened: [], closed: [] } });
    assert.deepEqual(again[0], {
      root: 'root 20',
      folding: { rest: 'open', opened: [], closed: [] },
      camera: { x: 0, y: 0, scale: 1 },
    });
    const positions = Array.from({ length: 60 }, (_, i) => ({ root: `${i}`, target: null, camera: null }));
    const { positions: kept, at } = boundedHistory({ positions, at: 59 });
    assert.equal(kept.length, 50);
    assert.equal(kept[at]?.root, '59');
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
