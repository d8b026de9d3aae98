import { costReference } from '../../src/analysis/cost/costReference';
import { lintReference } from '../../src/model/lint/lintReference';

export interface ReferencePage {
  /** Under `media/reference/`. */
  readonly file: string;
  readonly text: () => string;
}

/** Pages that are made of tables in the code: one line each. */
export const REFERENCE_PAGES: readonly ReferencePage[] = [
  { file: 'costs.md', text: costReference },
  { file: 'lint.md', text: lintReference },
];
