import type { Model } from '../../model/model';
import type { NodeFigures } from '../../shared/figures/nodeFigures';
import type { Fields } from './fields';

/** A comparison with the open model on one side, from a file or made in this session; not trusted to have a shape. */
export interface KnownComparison {
  /** Side of the open model. */
  readonly side: 'a' | 'b';
  /** What people call the other model: its file name. */
  readonly other: string;
  /** Where it comes from: `compared in this session`, a report's name. */
  readonly origin: string;
  readonly report: Fields;
}

/** What a source may use: the open model and its folder. */
export interface FigureContext {
  readonly model: Model;
  /** Path of the open file on disk. */
  readonly file: string;
  /** Size of the open model with its external data. */
  readonly bytes: number;
  /** Made in this session, the latest first, while neither file has changed. */
  readonly comparisons: readonly KnownComparison[];
}

/** Where figures of nodes come from. */
export interface FigureSource {
  /** For the log. */
  readonly name: string;
  /** Figures of the open model; none where there is no report. What is wrong with a report is told in the figures' notes. */
  read(context: FigureContext): Promise<readonly NodeFigures[]>;
}
