import { type GraphBuilder, graphBuilder } from '../../../fixtures/builders/onnxModel';

export const ones = (count: number): number[] => new Array(count).fill(1);
export const values = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** x → Relu → y, to which cases add what they are about. */
export function relu(): GraphBuilder {
  return graphBuilder().input('x', 'float32', ['N', 4]).node('Relu', ['x'], ['y']).output('y', 'float32', ['N', 4]);
}

export function convNorm(): GraphBuilder {
  return graphBuilder()
    .input('x', 'float32', [1, 2, 4, 4])
    .weight('w', 'float32', [3, 2, 1, 1], values(6))
    .weight('scale', 'float32', [3], ones(3))
    .weight('shift', 'float32', [3], ones(3))
    .weight('mean', 'float32', [3], ones(3))
    .weight('var', 'float32', [3], ones(3))
    .node('Conv', ['x', 'w'], ['c'], {}, { name: 'conv' })
    .output('y', 'float32', [1, 3, 4, 4]);
}

export const STATISTICS = ['scale', 'shift', 'mean', 'var'];

/** Nested `If` nodes, as deep as files may be. */
export function nested(depth: number, inner: GraphBuilder): GraphBuilder {
  let body = inner;
  for (let level = 0; level < depth; level++) {
    body = graphBuilder(`level ${level}`)
      .node('If', ['c'], [`r${level}`], {
        then_branch: body,
        else_branch: graphBuilder().node('Neg', ['x'], ['n']).output('n', 'float32', null),
      })
      .output(`r${level}`, 'float32', null);
  }
  return body;
}
