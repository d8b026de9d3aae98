import type { FigureUnit } from '../../src/shared/figures/nodeFigures';
import { formatBytes, formatCount, formatInteger, formatMilliseconds, formatPercent } from '../../src/shared/units';

/** 0.00123 -> "0.00123", 1234567 -> "1.23e+6": three digits whatever the size. */
export function formatValue(value: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '-∞' : 'no figure';
  const magnitude = Math.abs(value);
  return magnitude >= 1e5 || magnitude < 1e-4 ? value.toExponential(2) : String(Number(value.toPrecision(3)));
}

/** A figure with its unit for people; negative figures keep their sign. */
export function printFigure(value: number, unit: FigureUnit): string {
  if (!Number.isFinite(value)) return formatValue(value);
  return value < 0 ? `-${printMagnitude(-value, unit)}` : printMagnitude(value, unit);
}

function printMagnitude(value: number, unit: FigureUnit): string {
  switch (unit) {
    case 'count':
      return value < 1000
        ? plain(value)
        : value < 10_000 && Number.isInteger(value)
          ? formatInteger(value)
          : formatCount(value);
    case 'bytes':
      return value < 1000 ? `${plain(value)} B` : formatBytes(value);
    case 'milliseconds':
      return value === 0 ? '0 ms' : value < 0.001 ? `${formatValue(value * 1e6)} ns` : formatMilliseconds(value);
    case 'share':
      return printShare(value);
    case 'decibel':
      return `${value.toFixed(1)} dB`;
    case 'number':
      return formatValue(value);
  }
}

/** Whole numbers as they are, others with three digits: the middle of a scale need not be whole. */
function plain(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

/** Without decimals what is exactly nothing or all; small shares keep two digits instead of becoming zero. */
function printShare(value: number): string {
  if (value === 0 || value === 1) return formatPercent(value, 0);
  if (value >= 0.001) return formatPercent(value);
  const percent = value * 100;
  return `${percent < 1e-4 ? percent.toExponential(1) : String(Number(percent.toPrecision(2)))} %`;
}
