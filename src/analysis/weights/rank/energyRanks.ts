import { ENERGY_SHARES, type EnergyRank, type RankFigures } from '../../../shared/reports/rankReport';
import { probeSpectra, type Spectrum } from './lanczos';
import type { Matrix } from './matrix';
import { singularSquares } from './singularValues';

/** Matrices whose smaller side is longer are estimated: all their singular values would take more than ten seconds. */
export const MOST_COMPUTED = 2048;

const DECAY_PLACES = 16;
/** 97.5 % quantile of Student's distribution with 7 degrees of freedom: the 8 probes less one. */
const STUDENT_7 = 2.365;

export type SpectrumFigures = Pick<RankFigures, 'how' | 'ranks' | 'largest' | 'stableRank' | 'decay'>;

/**
 * How few singular values hold most of the energy of a matrix of finite numbers whose squares and their sum are finite.
 * Yields the share of the work done.
 * @returns `null` when the eigenvalues do not converge
 */
export function* energyRanks(matrix: Matrix, mostComputed = MOST_COMPUTED): Generator<number, SpectrumFigures | null> {
  if (Math.min(matrix.rows, matrix.columns) > mostComputed) {
    const spectra = yield* probeSpectra(matrix);
    return spectra && estimated(matrix, spectra);
  }
  const squares = yield* singularSquares(matrix);
  return squares && computed(squares);
}

function computed(squares: Float64Array): SpectrumFigures {
  const energy = squares.reduce((sum, square) => sum + square, 0);
  const first = squares[0] ?? 0;
  const ranks = ENERGY_SHARES.map(share => ({ share, rank: rankAt(squares, share * energy), error: 0 }));
  const places = Math.min(DECAY_PLACES, squares.length);
  const place = (k: number): number => (places === 1 ? 0 : Math.round((k * (squares.length - 1)) / (places - 1)));
  const decay = Array.from({ length: places }, (_, k) => Math.sqrt((squares[place(k)] ?? 0) / first));
  return {
    how: 'computed',
    ranks,
    largest: Math.sqrt(first),
    stableRank: first === 0 ? 0 : energy / first,
    decay: first === 0 ? null : decay,
  };
}

function energyOf({ values }: Matrix): number {
  let sum = 0;
  for (const x of values) sum += x * x;
  return sum;
}

/** Fewest of the values, largest first, that add up to at least `wanted`; of nothing, none. */
function rankAt(squares: Float64Array, wanted: number): number {
  let sum = 0;
  for (let rank = 0; rank < squares.length; rank++) {
    if (sum >= wanted) return rank;
    sum += squares[rank] ?? 0;
  }
  return squares.length;
}

function estimated(matrix: Matrix, spectra: readonly Spectrum[]): SpectrumFigures {
  const n = Math.min(matrix.rows, matrix.columns);
  const energy = energyOf(matrix);
  const first = spectra.reduce((most, { values }) => Math.max(most, ...values), 0);
  const none = energy === 0;
  const ranks = ENERGY_SHARES.map(share => (none ? { share, rank: 0, error: 0 } : estimatedRank(spectra, share, n)));
  return { how: 'estimated', ranks, largest: Math.sqrt(first), stableRank: none ? 0 : energy / first, decay: null };
}

/**
 * The mean over the probes. Its error is what they differ by, and half of the step that the quadrature makes where the
 * share is reached.
 */
function estimatedRank(spectra: readonly Spectrum[], share: number, n: number): EnergyRank {
  const found = spectra.map(spectrum => crossing(spectrum, share));
  const mean = found.reduce((sum, { place }) => sum + place, 0) / found.length;
  const step = found.reduce((sum, { width }) => sum + width, 0) / found.length;
  const variance = found.reduce((sum, { place }) => sum + (place - mean) ** 2, 0) / Math.max(1, found.length - 1);
  const spread = STUDENT_7 * Math.sqrt(variance / found.length);
  const rank = Math.max(1, Math.min(n, Math.ceil(mean * n)));
  return { share, rank, error: Math.ceil((spread + step / 2) * n) };
}

/** Which share of the eigenvalues, from the largest, holds a share of the energy, and the weight of the node it ends in. */
function crossing({ values, weights }: Spectrum, share: number): { readonly place: number; readonly width: number } {
  const order = Array.from(values.keys()).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
  const energyAt = (i: number): number => Math.max(0, values[i] ?? 0) * (weights[i] ?? 0);
  const wanted = share * order.reduce((sum, i) => sum + energyAt(i), 0);
  let [energy, place] = [0, 0];
  for (const i of order) {
    const width = weights[i] ?? 0;
    const own = energyAt(i);
    if (energy + own >= wanted && own > 0) return { place: place + (width * (wanted - energy)) / own, width };
    energy += own;
    place += width;
  }
  return { place, width: 0 };
}
