import type { ValueType } from '../../model/model';
import type { FreeDimension } from '../../shared/reports/measurement';
import { bindSize, declaredSize, namesIn } from '../symbolic/sizes';
import { dimensionUnknown, dimensionValue } from './errors';

/** Largest size one dimension may be given; more is a slip of the keyboard, not a tensor. */
const MOST = 2 ** 24;

/** An input as a model or a session declares it. */
export interface DeclaredInput {
  readonly name: string;
  readonly type: ValueType | null;
}

/** A dimension of an input that the model leaves open, and what to use unless told otherwise. */
export interface OpenDimension {
  /** Its name in the model; `INPUT:AXIS` where it has none. */
  readonly name: string;
  readonly default: number;
  /** Inputs and axes that have it, for explaining. */
  readonly places: readonly { readonly input: string; readonly axis: number }[];
}

/** The name by which an open dimension is asked for; `null` for a fixed one. */
export function dimensionName(input: string, axis: number, size: number | string | null): string | null {
  if (typeof size === 'number') return null;
  return size ?? `${input}:${axis}`;
}

/** The name by which a dimension can be chosen; `null` for a fixed one and for an expression of others (`past + 1`). */
export function freeName(input: string, axis: number, size: number | string | null): string | null {
  const name = dimensionName(input, axis, size);
  return size === null || (name !== null && isName(name)) ? name : null;
}

/**
 * Every open dimension of the inputs, once, in order of appearance. Of an expression such as `past_sequence_length + 1`
 * those are the sizes it is made of.
 */
export function openDimensions(inputs: readonly DeclaredInput[]): readonly OpenDimension[] {
  const found = new Map<string, { name: string; default: number; places: { input: string; axis: number }[] }>();
  for (const { name: input, type } of inputs) {
    if (type?.kind !== 'tensor' || type.shape === null) continue;
    const rank = type.shape.length;
    for (const [axis, size] of type.shape.entries()) {
      const place = { input, axis };
      const text = dimensionName(input, axis, size);
      for (const name of text === null ? [] : size === null ? [text] : namesOf(text)) {
        const known = found.get(name);
        if (known === undefined) found.set(name, { name, default: defaultSize(name, axis, rank), places: [place] });
        else known.places.push(place);
      }
    }
  }
  return [...found.values()];
}

/**
 * A size for every open dimension: the one asked for or the default.
 * @throws LatheError `dimension.unknown` for a name no input has, `dimension.value` for a size that is not one.
 */
export function chooseDimensions(
  inputs: readonly DeclaredInput[],
  asked: readonly FreeDimension[],
): readonly FreeDimension[] {
  const open = openDimensions(inputs);
  for (const { name, value } of asked) {
    if (!open.some(dimension => dimension.name === name))
      throw dimensionUnknown(
        name,
        open.map(each => each.name),
      );
    checkSize(name, value);
  }
  return open.map(dimension => ({
    name: dimension.name,
    value: asked.findLast(each => each.name === dimension.name)?.value ?? dimension.default,
  }));
}

/** @throws LatheError `dimension.value` for what is no size. */
export function checkSize(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > MOST) throw dimensionValue(name, value, MOST);
}

/** The shape of a feed, expressions of dimensions worked out. An input of unknown rank gets one dimension of size 1. */
export function feedShape(input: DeclaredInput, chosen: readonly FreeDimension[]): readonly number[] {
  if (input.type?.kind !== 'tensor' || input.type.shape === null) return [1];
  const sizes = new Map(chosen.map(({ name, value }) => [name, value]));
  return input.type.shape.map((dimension, axis) => {
    const name = dimensionName(input.name, axis, dimension);
    if (name === null) return Number(dimension);
    const free = freeName(input.name, axis, dimension);
    if (free !== null) return sizes.get(free) ?? 1;
    const size = declaredSize(name);
    const bound = typeof size === 'string' ? bindSize(size, sizes) : size;
    return typeof bound === 'number' ? bound : 1;
  });
}

function isName(text: string): boolean {
  const names = namesOf(text);
  return names.length === 1 && names[0] === text;
}

/** The free sizes that a declared dimension is made of: itself, unless it is an expression. */
function namesOf(text: string): readonly string[] {
  const size = declaredSize(text);
  return typeof size === 'string' ? namesIn(size) : [];
}

/** Usual sizes by the words exporters put into names. */
const DEFAULTS: readonly (readonly [RegExp, number])[] = [
  [/^past|past_/i, 0],
  [/batch|^n$|^b$|^bs$/i, 1],
  [/seq|len|token|^s$|^l$/i, 128],
  [/height|width|^h$|^w$/i, 224],
  [/sample|audio|wave/i, 16_000],
  [/time|frame|^t$/i, 100],
  [/channel|^c$/i, 3],
];

function defaultSize(name: string, axis: number, rank: number): number {
  const known = DEFAULTS.find(([pattern]) => pattern.test(name));
  if (known !== undefined) return known[1];
  if (axis > 0 && rank === 4) return axis === 1 ? 3 : 224;
  return 1;
}
