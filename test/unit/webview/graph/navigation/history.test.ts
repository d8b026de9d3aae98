import assert from 'node:assert/strict';
import { History } from '../../../../../webview/graph/navigation/history';
import type { Position, PositionList } from '../../../../../webview/state/graphState';

const at = (index: number, root = 'main'): Position => ({
  root,
  target: { kind: 'place', graph: root, index },
  camera: null,
});

describe('the way back', () => {
  let stored: PositionList = { positions: [], at: -1 };
  const begin = (initial: PositionList = { positions: [], at: -1 }): History => {
    stored = initial;
    return new History(initial, list => {
      stored = list;
    });
  };

  it('goes over jumps in both directions', () => {
    const history = begin();
    history.went(at(1), true);
    history.went(at(2), true);
    history.went(at(3, 'other'), true);
    assert.equal(history.canGoForward, false);
    assert.deepEqual(history.step(-1), at(2));
    assert.deepEqual(history.step(-1), at(1));
    assert.equal(history.step(-1), null);
    assert.equal(history.canGoBack, false);
    assert.deepEqual(history.step(1), at(2));
  });

  it('forgets the way forward at a jump, not at a small move', () => {
    const history = begin();
    for (const index of [1, 2, 3]) history.went(at(index), true);
    history.step(-1);
    history.went(at(4), false);
    assert.equal(history.canGoForward, true);
    assert.deepEqual(history.step(-1), at(1));
    assert.deepEqual(history.step(1), at(4));
    history.went(at(5), true);
    assert.equal(history.canGoForward, false);
    assert.deepEqual(stored.positions, [at(1), at(4), at(5)]);
  });

  it('has one step for a place, however often it is gone to, and comes back to what was seen', () => {
    const history = begin();
    history.went(at(1), true);
    history.went(at(1), true);
    history.leaves({ x: 5, y: 6, scale: 2 });
    history.went(at(2), true);
    assert.equal(stored.positions.length, 2);
    assert.deepEqual(history.step(-1), { ...at(1), camera: { x: 5, y: 6, scale: 2 } });
  });

  it('goes on where a reload left it, and keeps the last steps only', () => {
    const history = begin({ positions: [at(1), at(2)], at: 0 });
    assert.deepEqual(history.step(1), at(2));
    for (let index = 3; index < 100; index++) history.went(at(index), true);
    assert.equal(stored.positions.length, 50);
    assert.deepEqual(stored.positions.at(stored.at), at(99));
  });
});
