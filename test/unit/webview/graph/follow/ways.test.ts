import assert from 'node:assert/strict';
import { Ways } from '../../../../../webview/graph/follow/ways';
import { arrangementOf, pageOf } from '../navigation/testArrangement';

//   0 → 1 → 3 → 5       6 → 7
//   0 → 2 → 4 → 5
const edges = [
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 4],
  [3, 5],
  [4, 5],
  [6, 7],
] as const;
const page = pageOf(8, edges);
const points = Array.from({ length: 8 }, (_, i): readonly [number, number] => [0, 50 * i]);
const { hierarchy } = arrangementOf(page, [0, { title: 'g', parts: [1, 3] }, 2, 4, 5, 6, 7], points, []);
const group = 8;
const ways = new Ways(hierarchy);

describe('Following tensors', () => {
  it('lights all that something is made of, and all that is made of it', () => {
    assert.deepEqual([...ways.follow([5], 'upstream').edges], [0, 1, 2, 3, 4, 5]);
    assert.deepEqual([...ways.follow([3], 'upstream').edges], [0, 2]);
    assert.deepEqual([...ways.follow([2], 'downstream').edges], [3, 5]);
    assert.equal(ways.follow([2], 'downstream').nodes, 3);
    assert.deepEqual([...ways.follow([7], 'downstream').edges], []);
  });

  it('starts from all that is in a group', () => {
    assert.deepEqual([...ways.follow([group], 'downstream').edges], [2, 4]);
    assert.deepEqual([...ways.follow([group], 'upstream').edges], [0, 2]);
  });

  it('finds what lies between two, whichever comes first', () => {
    assert.deepEqual([...(ways.between(0, 3)?.edges ?? [])], [0, 2]);
    assert.deepEqual([...(ways.between(3, 0)?.edges ?? [])], [0, 2]);
    assert.deepEqual([...(ways.between(0, 5)?.edges ?? [])], [0, 1, 2, 3, 4, 5]);
    assert.equal(ways.between(1, 2), null);
    assert.equal(ways.between(0, 7), null);
  });

  it('follows one value alone', () => {
    const { edges: lit, nodes } = ways.value(0, 1);
    assert.deepEqual([[...lit], nodes], [[1], 2]);
  });

  it('ends in circles that hostile files make', () => {
    const round = arrangementOf(
      pageOf(3, [
        [0, 1],
        [1, 2],
        [2, 0],
      ]),
      [0, 1, 2],
      points,
      [],
    );
    assert.equal(new Ways(round.hierarchy).follow([1], 'upstream').edges.length, 3);
  });

  it('goes a chain of 50,000 nodes without going deep', () => {
    const nodes = 50_000;
    const chain = pageOf(
      nodes,
      Array.from({ length: nodes - 1 }, (_, i): readonly [number, number] => [i, i + 1]),
    );
    const long = arrangementOf(
      chain,
      Array.from({ length: nodes }, (_, i) => i),
      Array.from({ length: nodes }, () => [0, 0] as const),
      [],
    );
    assert.equal(new Ways(long.hierarchy).follow([0], 'downstream').nodes, nodes);
  });
});
