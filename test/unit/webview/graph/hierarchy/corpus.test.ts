import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { openFileSource } from '../../../../../src/formats/fileSource';
import { readOnnx } from '../../../../../src/formats/onnx/readOnnx';
import { ITEM } from '../../../../../webview/graph/hierarchy/hierarchy';
import { MODELS, TESTED_MODELS } from '../../../../fixtures/corpus';
import { ALL_OPEN, checkHierarchy, nameOf, type Pages, pagesOf, shownBoxes, unfold } from './testHierarchies';

const FOLDER = path.resolve('../shared/models');

async function pagesOfFile(file: string): Promise<Pages | null> {
  const location = path.join(FOLDER, file);
  if (!existsSync(location)) return null;
  const source = await openFileSource(location);
  try {
    return pagesOf((await readOnnx(source)).model);
  } finally {
    await source.close();
  }
}

/** Repeated blocks by stage, as the papers have them; models without names of modules. */
const STAGES: readonly (readonly [file: string, counts: readonly number[]])[] = [
  ['onnx-backend/light/light_densenet121.onnx', [6, 12, 24, 16]],
  // Each stage begins with a block that changes the size, and is not like the others.
  ['onnx-backend/light/light_shufflenet.onnx', [3, 7, 3]],
];

describe('Hierarchies of real models', () => {
  const files = [
    ...MODELS.map(([file]) => file),
    ...TESTED_MODELS.map(([folder]) => `onnx-backend/${folder}/model.onnx`),
  ];
  it('have every node in one place and every edge', async function () {
    let checked = 0;
    for (const file of files) {
      const pages = await pagesOfFile(file);
      if (pages === null) continue;
      for (const folding of [undefined, ALL_OPEN]) {
        const { hierarchy, open } = unfold(pages, folding);
        checkHierarchy(hierarchy);
        const nodes = pages.get('main')?.names.length ?? 0;
        if (folding === undefined && nodes > 120) {
          assert.ok(shownBoxes(hierarchy, open) <= Math.max(40, nodes), file);
        }
      }
      checked += 1;
    }
    if (checked === 0) this.skip();
  });

  for (const [file, counts] of STAGES) {
    it(`show the stages of ${path.basename(file)}`, async function () {
      const pages = await pagesOfFile(file);
      if (pages === null) this.skip();
      const { hierarchy } = unfold(pages);
      const stacks = [...hierarchy.children].filter(item => hierarchy.kind[item] === ITEM.stack);
      assert.deepEqual(
        stacks.map(item => hierarchy.repeats[item]),
        counts,
      );
      assert.ok(stacks.every(item => /^Relu–Conv block ×\d+/.test(nameOf(hierarchy, item))));
    });
  }
});
