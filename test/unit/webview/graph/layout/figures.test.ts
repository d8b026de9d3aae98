import assert from 'node:assert/strict';
import type { Hierarchy } from '../../../../../webview/graph/hierarchy/hierarchy';
import { drawing } from '../../../../../webview/graph/layout/makeDrawing';
import { type DrawingFigures, drawingFigures } from '../../../../fixtures/drawings/drawingFigures';
import { drawingInput } from '../../../../fixtures/drawings/hierarchyOf';
import { dense, longChain, parallel, residualCnn, transformer, uShape } from '../../../../fixtures/drawings/networks';

/** What was reached; better is welcome and goes in here. `across` is in drawing units. */
const REACHED: readonly (readonly [name: string, hierarchy: Hierarchy, most: Omit<DrawingFigures, 'hidden'>])[] = [
  ['a chain', longChain(50), { crossings: 0, bends: 0, across: 0 }],
  ['parallel branches', parallel(20), { crossings: 0, bends: 45, across: 17_305 }],
  ['a residual network', residualCnn(8), { crossings: 0, bends: 31, across: 1060 }],
  ['a U-shaped network', uShape(6), { crossings: 0, bends: 49, across: 829 }],
  ['a densely connected network', dense(2, 6), { crossings: 14, bends: 63, across: 4217 }],
  ['a language model', transformer(6), { crossings: 44, bends: 294, across: 19_056 }],
];

describe('lines of a drawing', () => {
  for (const [name, hierarchy, most] of REACHED) {
    it(`cross, bend and stray no more than they need to in ${name}`, () => {
      const found = drawingFigures(drawing(drawingInput(hierarchy)));
      assert.equal(found.hidden, 0);
      for (const figure of ['crossings', 'bends', 'across'] as const) {
        assert.ok(found[figure] <= most[figure], `${found[figure]} ${figure}, reached were ${most[figure]}`);
      }
    });
  }

  it('lie in one column where one thing follows the other', () => {
    const { left, width, frame } = drawing(drawingInput(residualCnn(8)));
    const inputs = [0, 1, 2].map(p => (left[p] ?? 0) + (width[p] ?? 0) / 2);
    const last = left.length - 1;
    assert.equal(frame[last], 0);
    for (const middle of inputs) assert.ok(Math.abs(middle - ((left[last] ?? 0) + (width[last] ?? 0) / 2)) < 60);
  });
});
