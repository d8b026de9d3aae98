import path from 'node:path';
import { fileWord, optionWords } from '../../shared/commandWords';
import type { ExtractChoice, ExtractRequest } from '../../shared/protocol/jobs';

/** Words of the command that repeats an extraction in the folder of the model. */
export function extractCommand(request: ExtractRequest): readonly string[] {
  const folder = path.dirname(path.resolve(request.model));
  const fromFolder = (file: string): string => fileWord(path.relative(folder, path.resolve(file)));
  return [
    'model-lathe',
    'extract',
    fileWord(path.basename(request.model)),
    ...choiceWords(request.choice),
    ...(request.graph === 'main' ? [] : optionWords('--graph', request.graph)),
    ...(request.computed ? [] : ['--only-chosen']),
    ...(request.part === null ? [] : optionWords('--part', request.part)),
    ...(request.withoutRuntime === null ? [] : ['--no-run']),
    ...request.freeDimensions.flatMap(({ name, value }) => optionWords('--dim', `${name}=${value}`)),
    ...(request.data === null ? [] : ['--data', fromFolder(request.data)]),
    ...(request.out === null ? [] : ['--out', fromFolder(request.out)]),
    ...(request.threads === 0 ? [] : ['--threads', String(request.threads)]),
    '--force',
  ];
}

function choiceWords(choice: ExtractChoice): readonly string[] {
  switch (choice.kind) {
    case 'nodes':
      return choice.names.flatMap(name => listWords('--nodes', name));
    case 'indices':
      return ['--nodes', ranges(choice.indices).join(',')];
    case 'ends':
      return [
        ...choice.inputs.flatMap(name => listWords('--inputs', name)),
        ...choice.outputs.flatMap(name => listWords('--outputs', name)),
      ];
    case 'scope':
      return optionWords('--scope', choice.path);
  }
}

/** Names are lists on the command line, in which a backslash keeps a comma. */
function listWords(option: string, name: string): readonly string[] {
  return optionWords(
    option,
    name.replace(/[\\,]/g, character => `\\${character}`),
  );
}

/** `#0-3`, `#7` */
function ranges(indices: readonly number[]): readonly string[] {
  const sorted = [...new Set(indices)].sort((a, b) => a - b);
  const found: { first: number; last: number }[] = [];
  for (const index of sorted) {
    const open = found.at(-1);
    if (open !== undefined && open.last === index - 1) open.last = index;
    else found.push({ first: index, last: index });
  }
  return found.map(({ first, last }) => (first === last ? `#${first}` : `#${first}-${last}`));
}
