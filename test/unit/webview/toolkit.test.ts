import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve('webview');

async function sources(): Promise<readonly (readonly [string, string])[]> {
  const files = await readdir(root, { recursive: true });
  const wanted = files.filter(file => file.endsWith('.ts'));
  return Promise.all(wanted.map(async file => [file, await readFile(path.join(root, file), 'utf8')] as const));
}

describe('sources of the page', () => {
  it('know the toolkit in one file only', async () => {
    const users = (await sources()).filter(([, text]) =>
      /vscode-webview-ui-toolkit|@vscode\/webview-ui-toolkit/.test(text),
    );
    assert.deepEqual(
      users.map(([file]) => file),
      [path.join('ui', 'controls.ts')],
    );
  });

  it('create no toolkit element elsewhere', async () => {
    const users = (await sources()).filter(([, text]) => /createElement\(\s*['"`]vscode-/.test(text));
    assert.deepEqual(
      users.map(([file]) => file),
      [path.join('ui', 'controls.ts')],
    );
  });

  it('never write HTML', async () => {
    const forbidden = /\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser/;
    const users = (await sources()).filter(([, text]) => forbidden.test(text));
    assert.deepEqual(
      users.map(([file]) => file),
      [],
    );
  });
});
