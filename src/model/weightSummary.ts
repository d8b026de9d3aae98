import type { WeightSummary } from '../shared/protocol/editor';
import type { Payload } from './model';
import type { LocatedWeight } from './modelIndex';
import { printWeightType } from './printType';

/** A constant as lists show it. */
export function weightSummary({ graph, name, weight }: LocatedWeight): WeightSummary {
  return {
    graph,
    name,
    type: printWeightType(weight),
    elements: weight.elements,
    bytes: weight.bytes,
    where: printPlace(weight.payload),
  };
}

function printPlace(payload: Payload): string {
  switch (payload.kind) {
    case 'external':
      return `in ${payload.location}`;
    case 'empty':
      return 'no data';
    default:
      return 'in the file';
  }
}
