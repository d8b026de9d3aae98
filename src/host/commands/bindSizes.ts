import path from 'node:path';
import { openDimensions } from '../../analysis/inputs/freeDimensions';
import { freeInputs } from '../../model/valueTypes';
import { askSizesToShow, sizesOfInputs } from '../dimensions';
import type { Host } from '../host';
import { inform } from '../notify';
import { targetModel } from '../target';

/** Asks for the sizes that a model leaves open; every figure shown is for them from then on. */
export async function bindSizes(host: Host, argument: unknown): Promise<void> {
  const uri = await targetModel(host, argument, 'Set Input Sizes');
  if (uri === null) return;
  const model = await host.documents.read(uri);
  if (openDimensions(freeInputs(model.graph)).length === 0) {
    inform(host.log, `${path.posix.basename(uri.path)} leaves no size of its inputs open.`);
    return;
  }
  const sizes = await askSizesToShow(host, uri, model);
  if (sizes !== null) await host.sizes.bind(uri, sizesOfInputs(model, sizes));
}
