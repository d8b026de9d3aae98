import type { Workpiece } from '../graph/workpiece';
import { dropInitializerInputs } from './dropInitializerInputs';
import { dropPassThrough } from './dropPassThrough';
import { foldAffine } from './foldAffine';
import { foldViews } from './foldViews';
import { liftConstants } from './liftConstants';
import { nameNodes } from './nameNodes';
import { useIntegerForms } from './useIntegerForms';

/** Makes every weight findable, whatever the exporter did with it. The model computes the same. */
export async function findWeights(work: Workpiece): Promise<void> {
  nameNodes(work);
  dropInitializerInputs(work);
  await liftConstants(work);
  await foldViews(work);
}

/** Brings a convolutional model into the form the integer kernels take. The model computes the same up to rounding. */
export async function simplifyForIntegers(work: Workpiece): Promise<void> {
  await dropPassThrough(work);
  await foldViews(work);
  await useIntegerForms(work);
  await foldAffine(work);
}
