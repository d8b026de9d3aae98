import { openInEditor } from '../editor/editorProvider';
import type { Host } from '../host';
import { targetModel } from '../target';

/** Opens the model at its heat map; the page then asks for the statistics. */
export async function showWeights(host: Host, argument: unknown): Promise<void> {
  const model = await targetModel(host, argument, 'Show Weight Heat Map');
  if (model === null) return;
  const page = await openInEditor(host, model);
  page?.show('heatmap');
}
