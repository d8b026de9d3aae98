import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of a Chromium: the variable `CHROMIUM`, else the first known name on the PATH. */
export function findChromium(): string {
  const asked = process.env.CHROMIUM;
  if (asked !== undefined && asked !== '') {
    if (!existsSync(asked)) throw new Error(`CHROMIUM is ${asked}, but there is no such file.`);
    return asked;
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const found = names.flatMap(name => folders.map(folder => path.join(folder, name))).find(file => existsSync(file));
  if (found === undefined) {
    throw new Error(
      'No Chromium on the PATH. Install one (Debian: apt-get install chromium) or set CHROMIUM to its path.',
    );
  }
  return found;
}

/** A headless Chromium that talks to nobody but the page it is given. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: flags });
}
