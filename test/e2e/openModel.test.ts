import assert from 'node:assert/strict';
import { eventually } from './eventually';
import { useWindow } from './useWindow';
import type { Window } from './window';

describe('A person opens a model', () => {
  const open = useWindow();
  let window: Window;
  before(() => {
    window = open();
  });

  it('by one click in the Explorer, and sees what it is', async () => {
    await window.file('digits.onnx').click();
    const model = window.model();
    await model.getByTestId('operators').waitFor();
    const facts = await model.getByTestId('file-facts').innerText();
    assert.match(facts, /pytorch/);
    assert.match(facts, /opset 18/);
    assert.match(facts, /650 kB/);
    const overview = await model.getByTestId('panel-overview').innerText();
    assert.match(overview, /image\s+float32\[batch,1,8,8\]/);
    assert.match(overview, /logits\s+float32\[batch,10\]/);
    assert.match(overview, /Conv\s+4\b/);
    await model.getByTestId('cost').filter({ hasText: '2.06 M × batch' }).waitFor();
    await window.picture('overview', true);
  });

  it('finds nodes of the graph and reads their weights', async () => {
    await window.showTab('Graph');
    const model = window.model();
    await model.getByTestId('graph-status').filter({ hasText: '13 nodes, 14 edges' }).waitFor();
    const search = model.getByTestId('graph-search').getByRole('textbox');
    await search.fill('op:Gemm');
    await model.getByTestId('graph-search-count').filter({ hasText: '2 found' }).waitFor();
    await search.press('Enter');
    await model.getByTestId('graph-search-count').filter({ hasText: '1 of 2' }).waitFor();
    const inspector = model.getByTestId('inspector');
    await inspector.getByText('hidden.weight').first().waitFor();
    assert.match(await inspector.innerText(), /float32\[128,384\]/);
    await window.picture('graph', true);
  });

  it('clicks a node in the drawing', async () => {
    const model = window.model();
    await model.getByRole('button', { name: '✕' }).click();
    await model.getByRole('button', { name: 'Fit' }).click();
    const canvas = model.getByTestId('graph-canvas');
    const box = await eventually('the drawing', () => canvas.boundingBox());
    const inspector = model.getByTestId('inspector');
    // The sample is one column of nodes, so there are some on the middle line; the first tries may meet the moving drawing.
    await eventually('a click on a node to select it', async () => {
      for (let y = 60; y < box.height - 60; y += 7) {
        await window.page.mouse.move(box.x + box.width / 2, box.y + y);
        const isOverNode = ((await canvas.getAttribute('class')) ?? '').includes('over-node');
        if (!isOverNode) continue;
        await window.page.mouse.click(box.x + box.width / 2, box.y + y);
        // The inspector waits for what might be a second click.
        return inspector.waitFor({ timeout: 2_000 }).then(
          () => true,
          () => false,
        );
      }
      return false;
    });
    await inspector.getByText('Outputs').waitFor();
  });

  it('sorts the layers by size and goes from one to its node', async () => {
    await window.showTab('Layers');
    const model = window.model();
    await model
      .getByTestId('layers-count')
      .filter({ hasText: /^13 nodes/ })
      .waitFor();
    const rows = model.getByTestId('layers-table-row');
    const sort = model.getByTestId('layers-table-sort-weightBytes');
    await sort.click();
    const sizes = await eventually('layers by size', async () => {
      const bytes = (await rows.allInnerTexts()).map(kilobytes);
      return bytes.every((value, index) => index === 0 || value <= (bytes[index - 1] ?? 0)) && bytes;
    });
    assert.equal(sizes.length, 13);
    await window.picture('layers-by-size');
    await rows.filter({ hasText: 'Gemm' }).first().click();
    await model.getByTestId('inspector').getByText('Gemm').first().waitFor();
  });

  it('sees how the weights are spread, as rows and as a treemap', async () => {
    await window.showTab('Heat map');
    const model = window.model();
    await model
      .getByTestId('heat-count')
      .filter({ hasText: /^1[0-9] weights/ })
      .waitFor({ timeout: 60_000 });
    const row = model.getByTestId('heat-table-row').filter({ hasText: 'hidden.weight' });
    assert.match(await row.innerText(), /49\.2 k/);
    const panel = model.getByTestId('panel-heatmap');
    await panel.getByTestId('heat-metric').click();
    await model.getByTestId('heat-figure-weights.sparsity').click();
    await panel.getByTestId('heat-table-sort-sparsity').waitFor({ timeout: 60_000 });
    assert.ok(await panel.getByTestId('heat-legend').isVisible());
    await window.picture('heatmap', true);
    await model.getByTestId('heat-mode').click();
    await model.getByRole('option', { name: 'Treemap' }).click();
    const tile = model.getByTestId('heat-tile').filter({ hasText: 'node_Conv_71' });
    await tile.waitFor();
    await window.picture('heatmap-tiles');
    await tile.dblclick();
    await model.getByTestId('inspector').getByText('reduce.conv.weight').first().waitFor();
  });
});

function kilobytes(row: string): number {
  const [, number, unit] = /([\d.]+) (B|kB|MB)\b/.exec(row) ?? [];
  return Number(number) * (unit === 'MB' ? 1e3 : unit === 'kB' ? 1 : 1e-3);
}
