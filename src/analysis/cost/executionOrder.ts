import type { Steps } from '../../model/steps';
import type { Activations } from './activations';

/**
 * Indices of the nodes in an order in which they can run: that of the file if it is one, else the first in the file whose
 * inputs are there. Nodes of a cycle, which never can, come last.
 */
export function* executionOrder({ bytes, taken, made }: Activations): Steps<readonly number[]> {
  const maker = new Int32Array(bytes.length).fill(-1);
  for (const [node, values] of made.entries()) {
    for (const value of values) if (maker[value] === -1) maker[value] = node;
    yield;
  }
  for (const [node, values] of taken.entries()) {
    if (values.some(value => (maker[value] ?? -1) >= node)) return yield* sorted(taken, maker);
    yield;
  }
  return Array.from(taken.keys());
}

function* sorted(taken: Activations['taken'], maker: Int32Array): Steps<readonly number[]> {
  const waitsFor = new Uint32Array(taken.length);
  const consumers = taken.map((): number[] => []);
  for (const [node, values] of taken.entries()) {
    for (const value of values) {
      const producer = maker[value] ?? -1;
      if (producer < 0) continue;
      waitsFor[node] = (waitsFor[node] ?? 0) + 1;
      consumers[producer]?.push(node);
    }
    yield;
  }
  const order = Array.from(waitsFor.keys()).filter(node => waitsFor[node] === 0);
  // The list grows while it is read.
  for (let at = 0; at < order.length; at++) {
    for (const consumer of consumers[order[at] ?? 0] ?? []) {
      const left = (waitsFor[consumer] ?? 0) - 1;
      waitsFor[consumer] = left;
      if (left === 0) order.push(consumer);
    }
    yield;
  }
  for (const [node, left] of waitsFor.entries()) if (left > 0) order.push(node);
  return order;
}
