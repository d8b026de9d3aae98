import type { FigureSource } from './figureSource';
import { difference } from './sources/difference';
import { measuredTime } from './sources/measuredTime';
import { quantizationError } from './sources/quantizationError';

/** Everything that gives figures of nodes: one file each and one line here. */
export const FIGURE_SOURCES: readonly FigureSource[] = [measuredTime, quantizationError, difference];
