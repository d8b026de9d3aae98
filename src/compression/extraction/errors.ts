import path from 'node:path';
import { LatheError } from '../../shared/errors';

/** Names in a message: the first few of them. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(name => `"${name}"`);
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}

export function unknownGraph(file: string, id: string, known: readonly string[]): LatheError {
  return new LatheError({
    code: 'extract.unknownGraph',
    kind: 'usage',
    message: `There is no graph "${id}" in ${path.basename(file)}.`,
    next: `There are: ${some(known)}.`,
    file,
  });
}

export function unknownNodes(file: string, names: readonly string[], known: readonly string[]): LatheError {
  return new LatheError({
    code: 'extract.unknownNodes',
    kind: 'usage',
    message: `There is no node ${some(names)} in the graph.`,
    next:
      known.length === 0
        ? 'Its nodes have no names; choose them by place, such as #0 or #3-8.'
        : `Nodes are, for example, ${known
            .slice(0, 3)
            .map(name => `"${name}"`)
            .join(', ')}; #0 and #3-8 choose by place.`,
    file,
  });
}

export function unknownValues(file: string, names: readonly string[]): LatheError {
  return new LatheError({
    code: 'extract.unknownValues',
    kind: 'usage',
    message: `There is no value ${some(names)} in the graph.`,
    next: 'Name values as the graph does: what its nodes read and make, its inputs and outputs.',
    file,
  });
}

export function notMade(file: string, names: readonly string[]): LatheError {
  return new LatheError({
    code: 'extract.notMade',
    kind: 'usage',
    message: `No node makes ${some(names)}, so a part cannot end there.`,
    next: 'Name outputs of nodes.',
    file,
  });
}

export function unknownScope(file: string, scope: string, known: readonly string[]): LatheError {
  return new LatheError({
    code: 'extract.unknownScope',
    kind: 'usage',
    message: `No node of the graph is in the scope "${scope}".`,
    next:
      known.length === 0
        ? 'Its nodes have no scopes; choose them by name.'
        : `Scopes are, for example, ${some(known)}.`,
    file,
  });
}

export function nothingChosen(file: string): LatheError {
  return new LatheError({
    code: 'extract.nothingChosen',
    kind: 'usage',
    message: 'No node is chosen, so there is nothing to take out.',
    next: 'Choose at least one node.',
    file,
  });
}

export function nothingMade(file: string): LatheError {
  return new LatheError({
    code: 'extract.nothingMade',
    kind: 'refused',
    message: 'The chosen nodes make no value, so the part would have no output.',
    next: 'Choose other nodes.',
    file,
  });
}

export function unknownType(file: string, value: string, end: 'input' | 'output'): LatheError {
  return new LatheError({
    code: 'extract.unknownType',
    kind: 'refused',
    message: `The element type of "${value}", which would be an ${end} of the part, cannot be told.`,
    next: 'Choose the nodes so that the part ends elsewhere, or declare the type of the value in the model.',
    file,
  });
}

export function openAttribute(file: string, called: string, attribute: string, reason: string): LatheError {
  return new LatheError({
    code: 'extract.openAttribute',
    kind: 'refused',
    message: `A chosen node takes its attribute from "${attribute}" of the function ${called}, and ${reason}.`,
    next: 'Take out the node that calls the function instead.',
    file,
  });
}
