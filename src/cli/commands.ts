import type { Command } from './command';
import { benchmark } from './commands/benchmark';
import { compare } from './commands/compare';
import { extract } from './commands/extract';
import { inspect } from './commands/inspect';
import { layers } from './commands/layers';
import { lint } from './commands/lint';
import { quantize } from './commands/quantize';
import { simplify } from './commands/simplify';
import { weights } from './commands/weights';

/** Every command: one file in `commands/` and one line here. */
export const commands: readonly Command[] = [
  inspect,
  layers,
  weights,
  lint,
  quantize,
  simplify,
  extract,
  benchmark,
  compare,
];
