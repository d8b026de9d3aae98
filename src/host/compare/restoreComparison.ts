import * as vscode from 'vscode';
import type { Host } from '../host';
import { COMPARE_VIEW_TYPE } from './viewType';

/** Brings pages of two models back after a reload of the window. */
export function registerComparisons(host: Host): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(COMPARE_VIEW_TYPE, {
    deserializeWebviewPanel: async (panel, state: unknown) => {
      const files = rememberedFiles(state);
      if (files === null) {
        host.log.warn('A page of two models does not remember which: closing it.');
        panel.dispose();
        return;
      }
      // Loaded when there is such a page, so that activation costs nothing.
      const { ComparePanel } = await import('./comparePanel');
      new ComparePanel(host, panel, files.a, files.b);
    },
  });
}

/** Where A and B are by what the page kept; `null` when it does not say. */
function rememberedFiles(state: unknown): { readonly a: vscode.Uri; readonly b: vscode.Uri } | null {
  if (typeof state !== 'object' || state === null || !('a' in state) || !('b' in state)) return null;
  const { a, b } = state;
  if (typeof a !== 'string' || typeof b !== 'string') return null;
  return { a: vscode.Uri.parse(a), b: vscode.Uri.parse(b) };
}
