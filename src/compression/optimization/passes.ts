import type { Pass } from './pass';
import { constantNodes } from './passes/constantNodes';
import { deadNodes } from './passes/deadNodes';
import { duplicateNodes } from './passes/duplicateNodes';
import { duplicateWeights } from './passes/duplicateWeights';
import { fixedSizes } from './passes/fixedSizes';
import { float32 } from './passes/float32';
import { foldConstants } from './passes/foldConstants';
import { foldNormalization } from './passes/foldNormalization';
import { idleNodes } from './passes/idleNodes';
import { inputInitializers } from './passes/inputInitializers';
import { mergePairs } from './passes/mergePairs';
import { raisedOpset } from './passes/raisedOpset';
import { reshapeTargets } from './passes/reshapeTargets';
import { typedNodes } from './passes/typedNodes';
import { unusedWeights } from './passes/unusedWeights';

/** Every simplification, in the order of a round: one file in `passes/` and one line here. */
export const PASSES: readonly Pass[] = [
  inputInitializers,
  constantNodes,
  fixedSizes,
  raisedOpset,
  float32,
  typedNodes,
  reshapeTargets,
  foldConstants,
  idleNodes,
  mergePairs,
  foldNormalization,
  duplicateWeights,
  duplicateNodes,
  deadNodes,
  unusedWeights,
];
