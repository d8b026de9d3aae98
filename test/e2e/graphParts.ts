import type { Locator } from 'playwright-core';
import { eventually } from './eventually';
import type { Window } from './window';

/** What a person sees of the graph in a model's page, and the ways they take to its nodes. */
export class GraphParts {
  constructor(
    readonly window: Window,
    /** Which of the visible pages. */
    private readonly nth = 0,
  ) {}

  part(testId: string): Locator {
    return this.window.model(this.nth).getByTestId(testId);
  }

  get canvas(): Locator {
    return this.part('graph-canvas');
  }

  get search(): Locator {
    return this.part('graph-search').getByRole('textbox');
  }

  row(text: string | RegExp): Locator {
    return this.part('graph-tree-row').filter({ hasText: text });
  }

  /** What the status line says of the node that is selected. */
  async status(text: string | RegExp): Promise<void> {
    await this.part('graph-status').filter({ hasText: text }).waitFor();
  }

  /** What is said to those who do not see it. */
  async announced(text: string | RegExp): Promise<void> {
    await this.part('announcer').filter({ hasText: text }).waitFor({ state: 'attached' });
  }

  trail(): Promise<string[]> {
    return this.part('breadcrumb').getByRole('listitem').allInnerTexts();
  }

  async ends(...trail: readonly string[]): Promise<void> {
    await eventually(`the way to ${trail.join(' › ')}`, async () => {
      const now = await this.trail();
      return now.slice(-trail.length).join('›') === trail.join('›');
    });
  }

  /** Opens a model's graph once it is laid out. */
  async show(file: string, status: string | RegExp): Promise<void> {
    await this.window.openModel(file);
    await this.window.showTab('Graph', this.nth);
    await this.status(status);
  }

  /** Searches until the page says that so much was found. */
  async finds(query: string, count: string | RegExp): Promise<void> {
    await this.search.fill(query);
    await this.part('graph-search-count').filter({ hasText: count }).waitFor();
  }

  /** Searches for something and goes to the first match. */
  async goTo(query: string): Promise<void> {
    await this.search.fill(query);
    await this.search.press('Enter');
    await this.part('graph-search-count')
      .filter({ hasText: /^1 of / })
      .waitFor();
  }

  /** The drawing as it is on the screen, once it has come to rest. */
  async look(): Promise<string> {
    let before = '';
    return eventually('the drawing to rest', async () => {
      const now = (await this.canvas.screenshot()).toString('base64');
      const rests = now === before;
      before = now;
      return rests && now;
    });
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.window.page.keyboard.press(key);
  }
}
