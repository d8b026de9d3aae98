import { Window, type WindowOptions } from './window';

/** Gives the tests of a `describe` one window, and keeps a picture of it for every test that fails. */
export function useWindow(options: () => WindowOptions = () => ({})): () => Window {
  let window: Window | undefined;
  before(async () => {
    window = await Window.open(options());
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await window?.picture(`failed ${this.currentTest.fullTitle().replaceAll(/\W+/g, ' ')}`);
  });
  after(async function () {
    const suite = this.test?.parent;
    // A hook that failed before the first test has nobody else to take its picture.
    const hasBegun = suite?.tests.some(test => test.state !== undefined) ?? true;
    if (!hasBegun) await window?.picture(`failed to begin ${suite?.fullTitle().replaceAll(/\W+/g, ' ') ?? ''}`);
    await window?.close();
  });
  return () => {
    if (window === undefined) throw new Error('The window opens in a before hook: ask for it inside a test.');
    return window;
  };
}
