import type { Evaluation } from './evaluation';

export interface LayerOutcome {
  readonly node: string;
  readonly op: string;
  /** `null` when the node has no constant weight. */
  readonly weight: string | null;
  readonly action: 'quantized' | 'kept';
  /** Why it was kept, or in what form it was quantized. */
  readonly reason: string;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** 10·log10(Σw² / Σ(w−ŵ)²) of the weight in dB; `null` when kept or exact. */
  readonly weightSqnrDb: number | null;
}

/** What `quantize` did and what it cost, in full. */
export interface QuantizationReport extends Evaluation {
  readonly kind: 'quantization';
  readonly schema: 1;
  readonly method: 'dynamic' | 'static';
  /** Why this method, in one sentence. */
  readonly methodReason: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly layers: readonly LayerOutcome[];
}
