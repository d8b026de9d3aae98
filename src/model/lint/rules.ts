import type { AnyRule } from './rule';
import { constantNodeWeight } from './rules/constantNodeWeight';
import { constantSubgraph } from './rules/constantSubgraph';
import { contradictingShape } from './rules/contradictingShape';
import { damagedWeight } from './rules/damagedWeight';
import { deadNode } from './rules/deadNode';
import { dropoutLeft } from './rules/dropoutLeft';
import { duplicateWeight } from './rules/duplicateWeight';
import { dynamicDimension } from './rules/dynamicDimension';
import { float64Weight } from './rules/float64Weight';
import { identityChain } from './rules/identityChain';
import { infiniteWeight } from './rules/infiniteWeight';
import { initializerAsInput } from './rules/initializerAsInput';
import { invalidGraph } from './rules/invalidGraph';
import { misfitExternalData } from './rules/misfitExternalData';
import { missingExternalData } from './rules/missingExternalData';
import { nanWeight } from './rules/nanWeight';
import { oldOpset } from './rules/oldOpset';
import { oversizedExternalData } from './rules/oversizedExternalData';
import { qdqBlocksFusion } from './rules/qdqBlocksFusion';
import { trainingOp } from './rules/trainingOp';
import { unfoldedBatchNorm } from './rules/unfoldedBatchNorm';
import { unknownOperator } from './rules/unknownOperator';
import { unsupportedOperator } from './rules/unsupportedOperator';
import { unusedInitializer } from './rules/unusedInitializer';
import { zeroSizedTensor } from './rules/zeroSizedTensor';

/** Every rule, what stops a model from working first: one file in `rules/` and one line here. */
export const RULES: readonly AnyRule[] = [
  invalidGraph,
  missingExternalData,
  misfitExternalData,
  damagedWeight,
  nanWeight,
  unsupportedOperator,
  infiniteWeight,
  contradictingShape,
  zeroSizedTensor,
  trainingOp,
  qdqBlocksFusion,
  float64Weight,
  unusedInitializer,
  deadNode,
  unfoldedBatchNorm,
  initializerAsInput,
  duplicateWeight,
  constantSubgraph,
  identityChain,
  dropoutLeft,
  constantNodeWeight,
  dynamicDimension,
  oldOpset,
  oversizedExternalData,
  unknownOperator,
];
