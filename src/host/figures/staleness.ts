import { finite } from './fields';
import type { FigureContext } from './figureSource';

/** What is said when a report is about a file of this name that had another size. */
export function sizeNotes(bytes: unknown, context: FigureContext): readonly string[] {
  if (finite(bytes) === context.bytes) return [];
  return ['The file has another size than the one that the report is about: it was changed or replaced since.'];
}
