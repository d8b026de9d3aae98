import assert from 'node:assert/strict';
import type { GraphSummary } from '../../../../../src/shared/protocol/editor';
import type { Arrangement, ArrangementRequest, Arranges } from '../../../../../webview/graph/arrange/arrangement';
import { groupKey } from '../../../../../webview/graph/hierarchy/groupKeys';
import { GraphSession, type Shown } from '../../../../../webview/graph/navigation/graphSession';
import { parseViewState } from '../../../../../webview/state/viewState';
import { ViewStore } from '../../../../../webview/state/viewStore';
import { arrangementOf, pageOf } from './testArrangement';

const page = pageOf(3, [
  [0, 1],
  [1, 2],
]);
const parts = [0, { title: 'encoder', parts: [1, { title: 'layer', parts: [2] }] }];
const ENCODER = 3;
const LAYER = 4;
const GRAPHS: readonly GraphSummary[] = [
  { id: 'main', title: 'net', nodes: 3, parent: null },
  { id: 'f', title: 'function f', nodes: 3, parent: null },
];
const { hierarchy } = arrangementOf(page, parts, [], []);
const ENCODER_KEY = groupKey(hierarchy, ENCODER);
const LAYER_KEY = groupKey(hierarchy, LAYER);

/** Arranges as asked, when it is told to: opens groups whose keys are opened. */
class Bench implements Arranges {
  readonly requests: ArrangementRequest[] = [];
  readonly #waiting: (() => void)[] = [];
  failure: Error | null = null;
  holds = false;
  #turn = 0;

  async arrange(request: ArrangementRequest): Promise<Arrangement | null> {
    this.requests.push(request);
    this.#turn += 1;
    const turn = this.#turn;
    if (this.holds) await new Promise<void>(resolve => this.#waiting.push(resolve));
    if (this.failure !== null) throw this.failure;
    if (turn !== this.#turn) return null;
    const { opened } = request.folding;
    const titles = [
      ...(opened.includes(ENCODER_KEY) ? ['encoder'] : []),
      ...(opened.includes(LAYER_KEY) ? ['layer'] : []),
    ];
    return arrangementOf({ ...page, id: request.root }, parts, [], titles, request.direction);
  }

  release(): void {
    this.holds = false;
    for (const go of this.#waiting.splice(0)) go();
  }

  clear(): void {}
  dispose(): void {}
}

function sessionOf(bench: Bench) {
  const store = new ViewStore(parseViewState(null), () => undefined);
  const shown: Shown[] = [];
  const retries: (() => void)[] = [];
  const busy: boolean[] = [];
  const source = { graphs: async () => GRAPHS, page: async () => page };
  const session = new GraphSession(bench, source, store, {
    onBusy: isBusy => busy.push(isBusy),
    onShown: one => shown.push(one),
    onFailed: (_, retry) => retries.push(retry),
  });
  return { session, store, shown, retries, busy };
}

describe('a session of the graph', () => {
  it('opens the groups around what is revealed, with one picture at the end', async () => {
    const bench = new Bench();
    const { session, shown, store, busy } = sessionOf(bench);
    await session.show('main');
    assert.equal(await session.reveal({ kind: 'place', graph: 'main', index: 2 }), 2);
    assert.equal(shown.length, 2);
    assert.ok(session.graph?.isOpen(ENCODER));
    assert.ok(session.graph?.isOpen(LAYER));
    assert.deepEqual(store.state.graph.views[0]?.folding.opened, [ENCODER_KEY, LAYER_KEY]);
    assert.equal(busy.at(-1), false);
  });

  it('asks for nothing when what is revealed is in sight already', async () => {
    const bench = new Bench();
    const { session } = sessionOf(bench);
    await session.show('main');
    assert.equal(await session.reveal({ kind: 'group', key: ENCODER_KEY }), ENCODER);
    assert.equal(await session.reveal({ kind: 'place', graph: 'main', index: 0 }), 0);
    assert.equal(bench.requests.length, 1);
  });

  it('finds nothing of what the model does not have, and shows the graph all the same', async () => {
    const bench = new Bench();
    const { session, shown } = sessionOf(bench);
    assert.equal(await session.reveal({ kind: 'place', graph: 'main', index: 99 }), null);
    assert.equal(shown.length, 1);
    assert.equal(await session.reveal({ kind: 'place', graph: 'nowhere', index: 0 }), null);
    assert.equal(await session.reveal({ kind: 'group', key: 'nothing' }), null);
  });

  it('keeps what was asked for before when the next wish comes at once', async () => {
    const bench = new Bench();
    const { session, shown } = sessionOf(bench);
    await session.show('main');
    bench.holds = true;
    const first = session.setOpen([ENCODER], true, ENCODER);
    const second = session.setOpen([LAYER], true, LAYER);
    bench.release();
    assert.deepEqual(await Promise.all([first, second]), [false, true]);
    assert.deepEqual(session.folding.opened, [ENCODER_KEY, LAYER_KEY]);
    assert.equal(shown.length, 2);
    assert.equal(shown[1]?.anchor, LAYER);
  });

  it('keeps the picture when arranging fails, and tries again with the same wish', async () => {
    const bench = new Bench();
    const { session, shown, retries, store } = sessionOf(bench);
    await session.show('main');
    bench.failure = new Error('the worker is gone');
    assert.equal(await session.setOpen([ENCODER], true, ENCODER), false);
    assert.equal(shown.length, 1);
    assert.equal(retries.length, 1);
    assert.deepEqual(session.folding.opened, []);
    assert.deepEqual(store.state.graph.views[0]?.folding.opened, []);
    bench.failure = null;
    retries[0]?.();
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual(session.folding.opened, [ENCODER_KEY]);
    assert.equal(shown.length, 2);
  });

  it('remembers the folding of each graph, and goes to the graph that a node is in', async () => {
    const bench = new Bench();
    const { session, shown } = sessionOf(bench);
    await session.show('main');
    await session.setOpen([ENCODER], true, null);
    assert.equal(await session.reveal({ kind: 'place', graph: 'f', index: 0 }), 0);
    assert.equal(session.root, 'f');
    assert.deepEqual(session.folding.opened, []);
    assert.equal(shown.at(-1)?.isOther, true);
    await session.show('main');
    assert.deepEqual(session.folding.opened, [ENCODER_KEY]);
  });
});
