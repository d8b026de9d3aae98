import type { Tensor } from '../../model/tensor';
import { argMax, scoreClasses } from './fidelity';
import { realValues } from './realValues';

/** Predicted classes of one run, one for each row; `null` when the output does not say classes. */
export function predictedClasses(output: Tensor, rows: number): readonly number[] | null {
  const values = realValues(output);
  if (values === null) return null;
  const classes = scoreClasses(output);
  if (classes !== null) {
    if (values.length !== rows * classes) return null;
    return Array.from({ length: rows }, (_, row) => argMax(values, row * classes, classes));
  }
  const isIndex = /^u?int(32|64)$/.test(output.dtype) && values.length === rows;
  return isIndex ? Array.from(values) : null;
}

/** Counts right answers of two models. */
export class AccuracyMeter {
  #samples = 0;
  #source = 0;
  #target = 0;

  constructor(readonly output: string) {}

  add(source: readonly number[], target: readonly number[], labels: readonly number[]): void {
    labels.forEach((label, row) => {
      this.#samples += 1;
      if (source[row] === label) this.#source += 1;
      if (target[row] === label) this.#target += 1;
    });
  }

  /** Shares of right answers, 0 to 1; `null` without samples. */
  result(): { samples: number; source: number; target: number; output: string } | null {
    const samples = this.#samples;
    if (samples === 0) return null;
    return { samples, source: this.#source / samples, target: this.#target / samples, output: this.output };
  }
}
