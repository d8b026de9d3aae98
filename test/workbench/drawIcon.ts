import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { launchChromium } from './browser';
import { root } from './versions';

// The marketplace takes no vector icon: draws media/icon-large.svg into media/icon.png.
async function main(): Promise<void> {
  const drawing = await readFile(path.join(root, 'media/icon-large.svg'), 'utf8');
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${drawing}`);
    await page.screenshot({ path: path.join(root, 'media/icon.png'), omitBackground: true });
  } finally {
    await browser.close();
  }
}

void main();
