import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { launchChromium } from '../workbench/browser';
import { copySample } from '../workbench/sampleWorkspace';
import { serveWorkbench } from '../workbench/serve';
import { root } from '../workbench/versions';
import { eventually } from './eventually';

export interface WindowOptions {
  /** Without it the folder opens in Restricted Mode, as any unknown folder does. */
  readonly trusted?: boolean;
  /** Installs this package instead of running the checkout. */
  readonly vsix?: string;
  /** The checkout counts as an installed extension, so that notifications are shown, as they are to people. */
  readonly installed?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Adds files to the workspace before it is opened: in its first seconds a new file goes unnoticed. */
  readonly prepare?: (folder: string) => Promise<void>;
}

const CLICK_AGAIN_MS = 10_000;

/** Nothing in pictures that is about this being a test. */
const plainTitleBar = { 'window.commandCenter': false, 'workbench.layoutControl.enabled': false, 'window.title': ' ' };

/** A person's VS Code: a browser window on a copy of the sample, with nothing shared between two of them. */
export class Window {
  private constructor(
    readonly page: Page,
    /** The workspace on disk. */
    readonly folder: string,
    private readonly stops: readonly (() => Promise<void>)[],
  ) {}

  static async open(options: WindowOptions = {}): Promise<Window> {
    const stops: (() => Promise<void>)[] = [];
    try {
      const sample = await copySample();
      stops.unshift(sample.remove);
      await options.prepare?.(sample.folder);
      const development = options.vsix === undefined && options.installed !== true;
      const workbench = await serveWorkbench({
        settings: { ...plainTitleBar, ...trust(options.trusted ?? true), ...options.settings },
        development,
        ...(options.installed === true ? { installed: [root] } : {}),
        ...(options.vsix === undefined ? {} : { vsix: options.vsix }),
      });
      stops.unshift(workbench.stop);
      const browser: Browser = await launchChromium();
      stops.unshift(() => browser.close());
      const page = await browser.newPage({ viewport: { width: 1360, height: 850 } });
      await page.goto(workbench.address(sample.folder, development ? { extension: root } : {}));
      const window = new Window(page, sample.folder, stops);
      await window.file('digits.onnx').waitFor();
      // Files opened before the extension's contributions are known land in the text editor.
      await window.activityBarIcon().waitFor();
      return window;
    } catch (error) {
      for (const stop of stops) await stop();
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const stop of this.stops) await stop();
  }

  activityBarIcon(): Locator {
    return this.page.getByRole('tab', { name: 'Model Lathe', exact: true });
  }

  /** A file's row in the Explorer. */
  file(name: string): Locator {
    return this.page.locator('.explorer-folders-view').getByRole('treeitem', { name, exact: true });
  }

  /** Clicks a model until its page is there: a window that is still starting may pass over a click. */
  async openModel(name: string): Promise<void> {
    const page = this.model().getByTestId('operators');
    await eventually(`the page of ${name}`, async () => {
      await this.file(name).click();
      return page.waitFor({ timeout: CLICK_AGAIN_MS }).then(
        () => true,
        () => false,
      );
    });
  }

  /** The page inside the nth visible editor that shows one, in the order they were made. */
  model(nth = 0): FrameLocator {
    return this.page.frameLocator(`iframe.webview.ready >> visible=true >> nth=${nth}`).frameLocator('iframe[title]');
  }

  /** Opens a tab of the model's page. */
  async showTab(name: string, nth = 0): Promise<void> {
    await this.model(nth).getByRole('tab', { name, exact: true }).click();
  }

  /** Runs a command as a person does who knows its title. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input');
    await input.fill(`>${title}`);
    await this.page.locator('.quick-input-list').getByRole('option').first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Chooses an entry of a file's context menu in the Explorer. */
  async chooseInExplorer(file: string, entry: string): Promise<void> {
    await this.file(file).click({ button: 'right' });
    await this.chooseInMenu(entry);
  }

  /** Chooses an entry of the menu that is open. */
  async chooseInMenu(entry: string): Promise<void> {
    const item = this.page.getByRole('menuitem', { name: entry, exact: true });
    await item.waitFor();
    // A menu passes over clicks in its first moment, so one may have to be repeated; it closes with the one that counts.
    await eventually(`the menu to take the click on ${entry}`, async () => {
      if (await item.isHidden()) return true;
      await item.click({ timeout: 1_000 }).catch(() => undefined);
      return false;
    });
  }

  /** Keeps a picture in `out/screenshots/`; with `MODEL_LATHE_PICTURES` set the README's pictures are made anew. */
  async picture(name: string, forReadme = false): Promise<void> {
    const target = path.join(root, 'out/screenshots', `${name}.png`);
    await mkdir(path.dirname(target), { recursive: true });
    await this.page.screenshot({ path: target });
    if (!forReadme || process.env.MODEL_LATHE_PICTURES === undefined) return;
    const kept = path.join(root, 'media/pictures', `${name}.png`);
    await mkdir(path.dirname(kept), { recursive: true });
    await this.page.screenshot({ path: kept });
  }
}

function trust(trusted: boolean): Readonly<Record<string, unknown>> {
  const quiet = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' };
  return trusted ? { 'security.workspace.trust.enabled': false } : quiet;
}
