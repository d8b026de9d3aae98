import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { graphBuilder, modelBytes } from '../fixtures/builders/onnxModel';
import { elementsOf, parseXml } from '../fixtures/xmlTree';
import { useWindow } from './useWindow';
import type { Window } from './window';

/** Two nodes that are on the screen at once, one name not what it seems. */
function small(): Uint8Array {
  const graph = graphBuilder('small')
    .input('x', 'float32', ['N', 4])
    .weight('w', 'float32', [4, 4], Array<number>(16).fill(0.5))
    .node('MatMul', ['x', 'w'], ['h'], {}, { name: 'first' })
    .node('Relu', ['h'], ['y'], {}, { name: '<b>second & last</b>' })
    .output('y', 'float32', ['N', 4]);
  return modelBytes(graph);
}

describe('A person takes pictures of a graph away', () => {
  const open = useWindow(() => ({
    installed: true,
    settings: { 'files.simpleDialog.enable': true },
    prepare: folder => writeFile(path.join(folder, 'small.onnx'), small()),
  }));
  let window: Window;
  before(async () => {
    window = open();
    await window.openModel('small.onnx');
    await window.showTab('Graph');
    await window.model().getByTestId('graph-status').filter({ hasText: '2 nodes' }).waitFor();
  });

  const here = (name: string): string => path.join(window.folder, name);

  /** Chooses a picture from the menu and takes the name that is offered. */
  async function exportAs(testId: string, name: string): Promise<void> {
    await window.model().getByTestId('graph-export').click();
    await window.model().getByTestId(testId).click();
    await window.page.getByRole('textbox').and(window.page.locator('.quick-input-box input')).waitFor();
    await window.page.keyboard.press('Enter');
    await window
      .model()
      .getByTestId('graph-export-note')
      .filter({ hasText: `Saved ${name}` })
      .waitFor();
  }

  it('the whole graph as SVG, in which every box has its name', async () => {
    await exportAs('export-whole-svg', 'small.graph.svg');
    const root = parseXml(await readFile(here('small.graph.svg'), 'utf8'));
    const titles = elementsOf(root, 'title').map(({ text }) => text);
    assert.equal(titles.length, 1 + 4, titles.join('\n'));
    assert.ok(
      titles.some(title => title.includes('<b>second & last</b>')),
      titles.join('\n'),
    );
  });

  it('the view as PNG, as large as it is on the screen', async () => {
    await exportAs('export-view-png', 'small.graph.png');
    const file = await readFile(here('small.graph.png'));
    const box = await window.model().getByTestId('graph-canvas').boundingBox();
    assert.equal(file.toString('latin1', 1, 4), 'PNG');
    assert.ok(Math.abs(file.readUInt32BE(16) - (box?.width ?? 0)) <= 1);
    assert.equal(file.toString('latin1', file.length - 8, file.length - 4), 'IEND');
  });
});
