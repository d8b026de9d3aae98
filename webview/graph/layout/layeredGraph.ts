import type { Bundles } from './bundles';
import type { Lanes } from './lanes';
import type { PlaceOrder } from './placeOrder';
import type { Places } from './places';
import type { SheetRanks } from './sheetRanks';
import type { Sheets } from './sheets';
import type { DrawnHops } from './spans';
import type { Strands } from './strands';
import type { VisibleTree } from './visibleTree';

/** Everything that is decided before sizes count. */
export interface LayeredGraph {
  readonly tree: VisibleTree;
  readonly strands: Strands;
  readonly sheets: Sheets;
  readonly ranks: SheetRanks;
  readonly hops: DrawnHops;
  readonly bundles: Bundles;
  readonly places: Places;
  readonly order: PlaceOrder;
  readonly lanes: Lanes;
}
