import assert from 'node:assert/strict';
import { NONE } from '../../../../../webview/graph/hierarchy/hierarchy';
import type { Drawing } from '../../../../../webview/graph/layout/drawing';
import { drawing } from '../../../../../webview/graph/layout/makeDrawing';
import { checkDrawing } from '../../../../fixtures/drawings/checkDrawing';
import { drawingInput } from '../../../../fixtures/drawings/hierarchyOf';
import { transformer } from '../../../../fixtures/drawings/networks';

const input = drawingInput(transformer(1));

/** The drawing with a copy of one column changed. */
function spoilt<K extends 'left' | 'top' | 'width' | 'points' | 'lastLine' | 'before' | 'target' | 'source'>(
  column: K,
  change: (values: Drawing[K], made: Drawing) => void,
): Drawing {
  const made = drawing(input);
  const values = made[column].slice() as Drawing[K];
  change(values, made);
  return { ...made, [column]: values };
}

function firstBox({ frame, depth }: Drawing): number {
  return frame.findIndex((isFrame, p) => isFrame === 0 && (depth[p] ?? 0) > 0);
}

const flaws: readonly (readonly [string, () => Drawing, RegExp])[] = [
  ['a number that is none', () => spoilt('left', values => values.fill(Number.NaN, 0, 1)), /is NaN/],
  ['a box of another size', () => spoilt('width', values => values.fill(20, 0, 1)), /another size/],
  [
    'a box outside its frame',
    () => spoilt('top', (values, made) => values.fill(made.bounds.top, firstBox(made), firstBox(made) + 1)),
    /not inside its frame/,
  ],
  [
    'boxes on each other',
    () =>
      spoilt('top', (values, made) => {
        const box = firstBox(made);
        values[box + 1] = made.top[box] ?? 0;
      }),
    /overlap/,
  ],
  ['an edge without a line', () => spoilt('lastLine', values => values.fill(NONE, 0, 1)), /neither line nor stub/],
  [
    'a line that ends elsewhere',
    () => spoilt('lastLine', values => values.set([values[5] ?? 0], 0)),
    /edge 0 (to \d+ ends at|ends off|from \d+ comes from)/,
  ],
  [
    'a way with a gap',
    () => spoilt('before', values => values.set([values.length - 1], 3)),
    /does not begin where|comes from/,
  ],
  ['a line of another source', () => spoilt('source', values => values.set([7], 4)), /comes from|no edge needs|meets/],
  ['a slanted line', () => spoilt('points', values => values.set([(values[0] ?? 0) + 3], 0)), /goes by/],
  [
    'a line through boxes',
    () =>
      spoilt('points', (values, made) => {
        const box = firstBox(made);
        const x = (made.left[box] ?? 0) + 9;
        const last = (made.pointStart[made.pointStart.length - 1] ?? 0) - 2;
        values.set([x, made.bounds.top, x, made.bounds.bottom], 2 * last);
      }),
    /meets (box|frame)/,
  ],
];

describe('checkDrawing', () => {
  it('is content with a drawing as it is', () => {
    assert.deepEqual(checkDrawing(input, drawing(input)), []);
  });

  for (const [name, make, expected] of flaws) {
    it(`finds ${name}`, () => {
      assert.match(checkDrawing(input, make()).join('\n'), expected);
    });
  }
});
