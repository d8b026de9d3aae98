import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { openFileSource } from '../../../../../src/formats/fileSource';
import { readOnnx } from '../../../../../src/formats/onnx/readOnnx';
import { FOLDED_BY_DEFAULT } from '../../../../../webview/graph/arrange/arrangement';
import { drawing } from '../../../../../webview/graph/layout/makeDrawing';
import { MODELS, TESTED_MODELS } from '../../../../fixtures/corpus';
import { checkDrawing } from '../../../../fixtures/drawings/checkDrawing';
import { drawingInput } from '../../../../fixtures/drawings/hierarchyOf';
import { ALL_OPEN, pagesOf, unfold } from '../hierarchy/testHierarchies';

const FOLDER = path.resolve('../shared/models');

describe('drawings of real models', function () {
  this.timeout(300_000);

  it('are in order, folded and unfolded, in both directions', async function () {
    const files = [
      ...MODELS.map(([file]) => file),
      ...TESTED_MODELS.map(([folder]) => `onnx-backend/${folder}/model.onnx`),
    ].filter(file => existsSync(path.join(FOLDER, file)));
    if (files.length === 0) this.skip();
    let lines = 0;
    for (const file of files) {
      const source = await openFileSource(path.join(FOLDER, file));
      try {
        const pages = pagesOf((await readOnnx(source)).model);
        for (const folding of [FOLDED_BY_DEFAULT, ALL_OPEN]) {
          const { hierarchy, open } = unfold(pages, folding);
          for (const direction of ['down', 'right'] as const) {
            const input = { ...drawingInput(hierarchy, direction), open };
            const made = drawing(input);
            assert.deepEqual(checkDrawing(input, made), [], `${file}, ${folding.rest}, ${direction}`);
            assert.equal(made.stubs.length, 0, file);
            lines += made.source.length;
          }
        }
      } finally {
        await source.close();
      }
    }
    assert.ok(lines > files.length);
  });
});
