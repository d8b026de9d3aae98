import type { CompareReport } from '../reports/compareReport';
import type { JobProgress } from './jobs';

/** Which of two models: the reference, or what is compared with it. */
export type ComparedSide = 'a' | 'b';

/** What a page of two models knows before they are compared. */
export interface ComparedFiles {
  /** File names; with folders where two have the same name. */
  readonly a: string;
  readonly b: string;
  /** Where they are, as the page keeps it for the time after a reload of the window. */
  readonly uris: Readonly<Record<ComparedSide, string>>;
  readonly canRun: boolean;
  /** Why not and what is missing without, empty when they can be run. */
  readonly cannotRunReason: string;
  /** Trusting the workspace is what it takes. */
  readonly needsTrust: boolean;
  /** What became of the files since they were compared, empty when nothing did. */
  readonly news: string;
}

/** What the page of a comparison calls in the extension host. */
export interface CompareHostMethods {
  files(): ComparedFiles;
  /**
   * The comparison: the one that is known, or a new one, made in the child. `synthetic` also runs both models on made-up
   * inputs where there are no samples. Progress arrives by `progress`.
   */
  report(run: 'samples' | 'synthetic'): CompareReport;
  cancel(): void;
  /** Opens a model's editor at a node, beside the page. */
  reveal(side: ComparedSide, graph: string, node: number): void;
  /** Writes the report beside B. Gives the names of the files, none when the person did not want to replace others. */
  save(): readonly string[];
  /** Compares the other way round, in the same page. */
  swap(): void;
  /** Compares the files as they are now. */
  again(): void;
  manageTrust(): void;
}

/** What the host calls in that page. */
export interface ComparePageMethods {
  progress(progress: JobProgress): void;
  /** A file is no longer the one that was compared. */
  filesChanged(news: string): void;
  /** Everything must be asked for again. */
  reload(): void;
}
