import type { Host } from '../host';
import { placeArgument } from './placeArgument';

/** Selects a node in the page of the model that the Structure view shows, in the tab that is open if it shows nodes. */
export async function selectNode({ documents }: Host, argument: unknown): Promise<void> {
  const place = placeArgument(argument);
  if (place !== null) documents.activePage?.select(place.graph, place.index);
}
