import type { TypeFacts } from '../model/lint/facts';
import type { Model } from '../model/model';
import type { Steps } from '../model/steps';
import { inferTypesStepwise } from './shapes/inferTypes';
import { ruleFor } from './shapes/rules';
import { namesIn } from './symbolic/sizes';

/** What lint rules ask type inference. */
export function* typeFactsStepwise(model: Model): Steps<TypeFacts> {
  const { types, contradictions, invalid } = yield* inferTypesStepwise(model);
  return {
    types,
    contradictions,
    invalid,
    knows: (domain, op) => ruleFor(domain === 'ai.onnx' ? '' : domain, op) !== undefined,
    namesIn,
  };
}
