import type { Host } from '../host';
import { inform } from '../notify';
import { placeArgument } from './placeArgument';

/** Copies a link to the node a menu was opened on, else to the one that is selected. */
export async function copyLink(host: Host, argument: unknown): Promise<void> {
  const document = host.documents.active;
  const selected = host.documents.selection;
  const place = placeArgument(argument) ?? (selected?.document === document ? selected : null);
  if (document === null || place === null) {
    inform(host.log, 'Select a node of an open model first: in its graph, its layers or the Structure view.');
    return;
  }
  await (await import('../link/copyLink')).copyLink(document, place);
}
