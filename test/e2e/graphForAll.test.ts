import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Worker } from 'playwright-core';
import { modelBytes } from '../fixtures/builders/onnxModel';
import { shownTransformer } from '../fixtures/shown/shownTransformer';
import { eventually } from './eventually';
import { GraphParts } from './graphParts';
import { useWindow } from './useWindow';
import type { Window } from './window';

/** Everything of the page that can be pressed or typed in and is on the screen: what it is, and where. */
const CONTROLS = `[...document.querySelectorAll('[data-testid="panel-graph"] :is(button, vscode-button, vscode-text-field, vscode-checkbox, vscode-dropdown, canvas[tabindex])')]
  .filter(one => one.checkVisibility())
  .map(one => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const { label } = { label: one.getAttribute('aria-label') ?? one.textContent ?? '' };
    return { label: label.trim() || one.tagName, isCanvas: one.tagName === 'CANVAS', left, top, right, bottom };
  })`;

interface Control {
  readonly label: string;
  readonly isCanvas: boolean;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Counts how often the view moves in the next second: the map in the corner shows where the view is, in every frame. */
const COUNT_MOVES = `void (window.moves = new Promise(resolve => {
  const map = document.querySelector('.minimap-canvas');
  const seen = new Set();
  let frames = 0;
  const look = () => {
    seen.add(map.toDataURL());
    frames++;
    if (frames < 60) requestAnimationFrame(look);
    else resolve(seen.size - 1);
  };
  look();
}))`;

describe('A graph is for everybody', () => {
  const open = useWindow(() => ({
    prepare: folder => writeFile(path.join(folder, 'decoder.onnx'), modelBytes(shownTransformer(300))),
  }));
  let window: Window;
  let graph: GraphParts;
  before(async () => {
    window = open();
    graph = new GraphParts(window);
    await graph.show('decoder.onnx', /nodes/);
  });

  const controls = (): Promise<readonly Control[]> =>
    window.model().locator('body').evaluate<readonly Control[], undefined>(CONTROLS, undefined);

  /** Nothing is cut off at the side, and nothing that is pressed lies over something else that is. */
  async function assertRoom(least: number): Promise<void> {
    const width = await window.model().locator('body').evaluate<number, undefined>('innerWidth', undefined);
    const all = await controls();
    assert.ok(all.length >= least, all.map(({ label }) => label).join());
    for (const one of all) {
      assert.ok(
        one.left >= 0 && one.right <= width + 0.5,
        `${one.label} reaches from ${one.left} to ${one.right} of ${width}`,
      );
    }
    const pressed = all.filter(({ isCanvas }) => !isCanvas);
    for (const [at, one] of pressed.entries()) {
      for (const other of pressed.slice(at + 1)) {
        const over = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const under = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        assert.ok(over <= 0.5 || under <= 0.5, `${one.label} and ${other.label} overlap`);
      }
    }
  }

  it('can be walked by Tab alone: tools, way, drawing, map, strip, and out again', async () => {
    await graph.part('graph-expandAll').click();
    await graph.part('minimap').waitFor();
    await graph.search.click();
    const walked: string[] = [];
    const focused = `(document.activeElement?.closest('[data-testid]') ?? document.activeElement)?.getAttribute('data-testid') ?? ''`;
    for (let step = 0; step < 40; step++) {
      await graph.press('Tab');
      const at = await window.model().locator('body').evaluate<string, undefined>(focused, undefined);
      if (at === '' && walked.includes('graph-canvas')) break;
      walked.push(at);
    }
    for (const wanted of ['graph-treeGrid', 'heat-metric', 'graph-export', 'graph-canvas', 'minimap-toggle']) {
      assert.ok(walked.includes(wanted), `${wanted} in ${walked.join(' ')}`);
    }
    assert.ok(walked.length < 40, 'the keyboard gets out again');
  });

  it('moves at once where motion is reduced, and glides where it is not', async () => {
    await graph.search.click();
    await graph.press('Escape', 'Home');
    await graph.part('inspector').waitFor();
    const moves = async (reducedMotion: 'reduce' | 'no-preference', key: string): Promise<number> => {
      await window.page.emulateMedia({ reducedMotion });
      await graph.look();
      const body = window.model().locator('body');
      await body.evaluate(COUNT_MOVES);
      await graph.press(key);
      return body.evaluate<number, undefined>('moves', undefined);
    };
    assert.equal(await moves('reduce', 'End'), 1);
    assert.equal(await moves('reduce', 'Home'), 1);
    // A machine that is busy may leave frames out, of one glide, not of all.
    await eventually('the view to glide', async () => {
      return (await moves('no-preference', 'End')) > 1 || (await moves('no-preference', 'Home')) > 1;
    });
  });

  it('goes on with another worker when the one that arranges it fails', async () => {
    const isOurs = (worker: Worker): Promise<boolean> => worker.evaluate<boolean>("self.name === 'graph'");
    const ours = async (): Promise<readonly Worker[]> => {
      const all = window.page.workers();
      const are = await Promise.all(all.map(worker => isOurs(worker).catch(() => false)));
      return all.filter((_, at) => are[at]);
    };
    const [first, ...others] = await ours();
    assert.ok(first !== undefined && others.length === 0, 'one worker');
    await first.evaluate("void setTimeout(() => { throw new Error('a mistake in the worker'); })");
    await eventually('the worker to be ended', async () => (await ours()).length === 0);
    await graph.part('graph-foldAll').click();
    await graph.part('minimap').waitFor({ state: 'hidden' });
    assert.equal((await ours()).length, 1);
    await graph.part('graph-expandAll').click();
    await graph.part('minimap').waitFor();
  });

  it('says what to do when it cannot be arranged, and then does it', async () => {
    const body = window.model().locator('body');
    for (const worker of window.page.workers()) {
      const name = await worker.evaluate<string>('self.name').catch(() => '');
      if (name === 'graph') await worker.evaluate("void setTimeout(() => { throw new Error('once more'); })");
    }
    await body.evaluate(
      "void (window.kept = Worker, window.Worker = class { constructor() { throw new Error('no workers today'); } })",
    );
    await graph.part('graph-foldAll').click();
    const problem = graph.part('graph-problem');
    await problem
      .filter({ hasText: 'could not be started: no workers today.' })
      .filter({ hasText: 'Try again' })
      .waitFor();
    await window.picture('graph-worker-failed');
    await body.evaluate('void (window.Worker = window.kept)');
    await problem.getByRole('button', { name: 'Try again' }).click();
    await problem.waitFor({ state: 'hidden' });
    await graph.part('minimap').waitFor({ state: 'hidden' });
    await graph.part('graph-expandAll').click();
    await graph.part('minimap').waitFor();
  });

  it('has room for everything at 200 %', async () => {
    // As wide as it is for whoever enlarges everything twice.
    await window.page.setViewportSize({ width: 680, height: 425 });
    await window.runCommand('View: Close Primary Side Bar');
    await graph.canvas.waitFor();
    await assertRoom(12);
    await window.picture('graph-zoomed');
  });

  it('has room for everything in 400 pixels', async () => {
    await window.page.setViewportSize({ width: 448, height: 900 });
    await eventually('a narrow page', async () => {
      return (await window.model().locator('body').evaluate<number, undefined>('innerWidth', undefined)) <= 400;
    });
    await assertRoom(12);
    await window.picture('graph-narrow');
    await graph.goTo('layers.3/mlp/down_proj');
    await graph.part('inspector').waitFor();
    await assertRoom(6);
    await window.picture('graph-narrow-inspector');
    await graph.part('inspector').getByRole('button', { name: '✕' }).click();
    await graph.part('graph-treeGrid').click();
    await graph.row('act_fn').waitFor();
    await assertRoom(6);
    await window.picture('graph-narrow-tree');
  });
});
