import * as vscode from 'vscode';
import type { Host } from '../host';

/** Asks for a link to a node and follows it: for editors that the system's links do not reach, such as one in a browser. */
export async function openLink(host: Host, argument: unknown): Promise<void> {
  const link =
    typeof argument === 'string'
      ? argument
      : await vscode.window.showInputBox({
          title: 'Open Link to a Node',
          prompt: 'Paste a link that Copy Link to Node made',
          placeHolder: `${vscode.env.uriScheme}://model-lathe.model-lathe/node?model=…`,
        });
  if (link === undefined || link.trim() === '') return;
  const { openLink: open, queryOf } = await import('../link/openLink');
  await open(host, queryOf(link));
}
