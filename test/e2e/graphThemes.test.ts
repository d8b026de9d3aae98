import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { modelBytes } from '../fixtures/builders/onnxModel';
import { shownBodies } from '../fixtures/shown/shownBodies';
import { shownConvolutions } from '../fixtures/shown/shownConvolutions';
import { STRANGE_NAMES, shownNames } from '../fixtures/shown/shownNames';
import { shownTransformer } from '../fixtures/shown/shownTransformer';
import { eventually } from './eventually';
import { useWindow } from './useWindow';
import type { Window } from './window';

/** Settings' names of the themes, and the class by which a page knows their kind. */
const THEMES = {
  dark: { theme: 'Default Dark Modern', kind: 'vscode-dark' },
  light: { theme: 'Default Light Modern', kind: 'vscode-light' },
  'high-contrast-dark': { theme: 'Default High Contrast', kind: 'vscode-high-contrast' },
  'high-contrast-light': { theme: 'Default High Contrast Light', kind: 'vscode-high-contrast-light' },
};

/** What of a canvas can be told apart by its pixels. */
interface Pixels {
  readonly corner: string;
  readonly background: string;
  readonly colors: number;
}

/** Runs in the page; a text, because tests know no browser's types. */
const READ_PIXELS = `(() => {
  const canvas = document.querySelector('[data-testid="graph-canvas"]');
  const probe = document.createElement('canvas');
  probe.width = canvas.width;
  probe.height = canvas.height;
  const context = probe.getContext('2d');
  context.fillStyle = getComputedStyle(document.body).getPropertyValue('--vscode-editor-background');
  context.fillRect(0, 0, probe.width, probe.height);
  const first = () => Array.from(context.getImageData(0, 0, 1, 1).data.slice(0, 3)).join(' ');
  const background = first();
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, probe.width, probe.height);
  const colors = new Set();
  for (let i = 0; i < data.length; i += 4) colors.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  return { corner: first(), background, colors: colors.size };
})()`;

/** The canvas as it is on the screen: its background against the theme's, and how many colours it has. */
async function pixels(canvas: Locator): Promise<Pixels> {
  const found: unknown = await canvas.evaluate(READ_PIXELS);
  return found as Pixels;
}

for (const [name, { theme, kind }] of Object.entries(THEMES)) {
  describe(`The graph in the theme ${theme}`, () => {
    const open = useWindow(() => ({
      // A window for development keeps to its own theme where one of high contrast is wanted.
      installed: true,
      settings: { 'workbench.colorTheme': theme },
      prepare: async folder => {
        const models = {
          'residual.onnx': modelBytes(shownConvolutions(8)),
          'decoder.onnx': modelBytes(shownTransformer(10_000)),
          'nested.onnx': shownBodies(),
        };
        for (const [file, bytes] of Object.entries(models)) await writeFile(path.join(folder, file), bytes);
      },
    }));
    let window: Window;
    const part = (testId: string): Locator => window.model().getByTestId(testId);

    before(() => {
      window = open();
    });

    async function show(file: string, status: string | RegExp): Promise<void> {
      await window.openModel(file);
      await window.showTab('Graph');
      await part('graph-status').filter({ hasText: status }).waitFor();
      await part('graph-canvas').focus();
      await window.model().locator(`body.${kind}`).waitFor();
    }

    /** Something is drawn, on the background of the theme. */
    async function drawn(): Promise<void> {
      await eventually('a picture in the colours of the theme', async () => {
        const { corner, background, colors } = await pixels(part('graph-canvas'));
        return corner === background && colors > 8;
      });
    }

    it('shows a convolutional network with its heat', async () => {
      await show('residual.onnx', '47 nodes');
      await part('heat-metric').first().click();
      await part('heat-figure-macs').click();
      await part('heat-legend').first().filter({ hasText: 'MACs' }).waitFor();
      await drawn();
      await window.picture(`graph/${name}-convolutions`, true);
    });

    it('shows a transformer of 10,000 nodes on one screen', async () => {
      await show('decoder.onnx', /10,014 nodes/);
      await drawn();
      await window.picture(`graph/${name}-transformer`, true);
    });

    it('shows bodies in bodies', async () => {
      await show('nested.onnx', '3 nodes');
      await window.page.keyboard.press('e');
      await part('announcer').filter({ hasText: 'All groups opened' }).waitFor({ state: 'attached' });
      await window.page.keyboard.press('0');
      // The map in the corner goes when all is in view.
      await part('minimap').waitFor({ state: 'hidden' });
      await drawn();
      await window.picture(`graph/${name}-bodies`, true);
    });
  });
}

describe('A model whose names are strange', () => {
  const open = useWindow(() => ({
    prepare: folder => writeFile(path.join(folder, 'names.onnx'), modelBytes(shownNames())),
  }));

  it('draws them as text, in the graph, its tree and its inspector', async () => {
    const window = open();
    const page = window.model();
    const title = await window.page.title();
    await window.openModel('names.onnx');
    await window.showTab('Graph');
    await page.getByTestId('graph-status').filter({ hasText: '12 nodes' }).waitFor();
    await page.getByTestId('graph-treeGrid').click();
    const [markup = ''] = STRANGE_NAMES;
    await page.getByTestId('graph-tree-row').filter({ hasText: markup }).first().click();
    await page.getByTestId('inspector').filter({ hasText: markup }).waitFor();
    await window.picture('graph/names', true);
    for (const frame of window.page.frames()) {
      const made = await frame.locator('img[src="x"], b:text-is("graph")').count();
      assert.equal(made, 0);
    }
    assert.equal(await window.page.title(), title);
  });
});
