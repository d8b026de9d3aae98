import * as vscode from 'vscode';
import { openComparison } from '../compare/comparePanel';
import { originalOf } from '../compare/originalOf';
import type { Host } from '../host';
import { pickModel, uriOf } from '../target';

const TITLE = 'Compare Models';

/** Compares the two models that are selected in the Explorer; what is missing is chosen from the workspace. */
export async function compare(host: Host, argument: unknown, selected: unknown): Promise<void> {
  const given = modelsOf(argument, selected);
  const first = given[0] ?? (await pickModel(host, `${TITLE}: the Original`));
  if (first === null) return;
  const second = given[1] ?? (await pickModel(host, `${TITLE}: Compare with`, first));
  if (second === null) return;
  const isReversed = (await originalOf(first))?.toString() === second.toString();
  const [a, b] = isReversed ? [second, first] : [first, second];
  openComparison(host, a, b);
}

function modelsOf(argument: unknown, selected: unknown): readonly vscode.Uri[] {
  const several = Array.isArray(selected) ? selected.filter(each => each instanceof vscode.Uri) : [];
  if (several.length > 1) return several.slice(0, 2);
  const one = uriOf(argument);
  return one === null ? [] : [one];
}
