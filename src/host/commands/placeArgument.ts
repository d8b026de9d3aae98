import type { NodePlace } from '../tree/structureEntries';

/** Reads the node that a command was called for: a place, or an entry of the Structure view, which has one. */
export function placeArgument(argument: unknown): NodePlace | null {
  if (isPlace(argument)) return argument;
  const isEntry = typeof argument === 'object' && argument !== null && 'place' in argument;
  return isEntry && isPlace(argument.place) ? argument.place : null;
}

function isPlace(value: unknown): value is NodePlace {
  return (
    typeof value === 'object' &&
    value !== null &&
    'graph' in value &&
    typeof value.graph === 'string' &&
    'index' in value &&
    typeof value.index === 'number'
  );
}
