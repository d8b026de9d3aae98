import * as vscode from 'vscode';
import { errorInfo } from '../../shared/errors';
import type { Host } from '../host';
import { showFailure } from '../notify';

/** Follows links to nodes: from outside of the editor (`vscode://model-lathe.model-lathe/node?…`) and from names in reports. */
export function registerLinks(host: Host): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.window.registerUriHandler({
      handleUri: async uri => {
        try {
          await (await import('./openLink')).openLink(host, uri.query);
        } catch (thrown) {
          showFailure(host.log, 'Following a link', thrown);
        }
      },
    }),
    vscode.languages.registerDocumentLinkProvider(
      { pattern: '**/*.report.md' },
      {
        provideDocumentLinks: async document => {
          try {
            return [...(await (await import('./reportLinks')).reportLinks(host, document))];
          } catch (thrown) {
            // The report can be read without them; whoever opens the model is told what is wrong with it.
            host.log.warn(`No links in ${document.uri.path}: ${errorInfo(thrown).message}`);
            return [];
          }
        },
      },
    ),
  );
}
