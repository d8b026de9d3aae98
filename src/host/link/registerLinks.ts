import * as vscode from 'vscode';
import type { Host } from '../host';
import { showFailure } from '../notify';

/** Follows links to nodes from outside of the editor: `vscode://model-lathe.model-lathe/node?…`. */
export function registerLinks(host: Host): vscode.Disposable {
  return vscode.window.registerUriHandler({
    handleUri: async uri => {
      try {
        await (await import('./openLink')).openLink(host, uri.query);
      } catch (thrown) {
        showFailure(host.log, 'Following a link', thrown);
      }
    },
  });
}
