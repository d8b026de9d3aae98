import type { TypeFacts } from '../model/lint/facts';
import type { InferredTypes } from './shapes/inferTypes';
import { ruleFor } from './shapes/rules';
import { namesIn } from './symbolic/sizes';

/** What lint rules ask type inference. */
export function typeFacts({ types, contradictions, invalid }: InferredTypes): TypeFacts {
  return {
    types,
    contradictions,
    invalid,
    knows: (domain, op) => ruleFor(domain === 'ai.onnx' ? '' : domain, op) !== undefined,
    namesIn,
  };
}
