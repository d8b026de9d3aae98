import type { MatrixChoice } from '../../src/shared/protocol/weights';
import { formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import { select, textField } from '../ui/controls';

/** Controls that choose what of a tensor is rows and columns. Empty for scalars and vectors. */
export function matrixControls(
  shape: readonly number[],
  choice: MatrixChoice,
  onChange: (choice: MatrixChoice) => void,
): HTMLElement[] {
  if (shape.length < 2 || choice.rows === null) return [];
  const axisLabel = (axis: number): string => `axis ${axis} (${formatInteger(shape[axis] ?? 0)})`;
  const axes = shape.map((_, axis) => axis);
  const rows = select({
    label: 'Rows',
    value: String(choice.rows),
    testId: 'weight-rows',
    choices: axes.map(axis => ({ value: String(axis), label: axisLabel(axis) })),
    onChange: value => {
      const chosen = Number(value);
      onChange({ ...choice, rows: chosen, columns: choice.columns === chosen ? null : choice.columns });
    },
  });
  const others = axes.filter(axis => axis !== choice.rows);
  const columns = select({
    label: 'Columns',
    value: choice.columns === null ? 'all' : String(choice.columns),
    testId: 'weight-columns',
    choices: [
      { value: 'all', label: shape.length === 2 ? axisLabel(others[0] ?? 0) : `all other axes: ${others.join(', ')}` },
      ...(shape.length === 2 ? [] : others.map(axis => ({ value: String(axis), label: axisLabel(axis) }))),
    ],
    onChange: value => onChange({ ...choice, columns: value === 'all' ? null : Number(value) }),
  });
  const held = choice.columns === null ? [] : others.filter(axis => axis !== choice.columns);
  return [
    labelled('Rows', rows.element),
    labelled('Columns', columns.element),
    ...held.map(axis => heldField(shape, choice, axis, onChange)),
  ];
}

function heldField(
  shape: readonly number[],
  choice: MatrixChoice,
  axis: number,
  onChange: (choice: MatrixChoice) => void,
): HTMLElement {
  const size = shape[axis] ?? 0;
  const field = textField({
    label: `Index in axis ${axis}, 0 to ${size - 1}`,
    value: String(choice.at[axis] ?? 0),
    testId: `weight-at-${axis}`,
    onInput: value => {
      const index = Number(value);
      if (value.trim() === '' || !Number.isInteger(index) || index < 0 || index >= size) return;
      onChange({ ...choice, at: shape.map((_, each) => (each === axis ? index : (choice.at[each] ?? 0))) });
    },
  });
  return labelled(`axis ${axis} at`, field.element, 'weight-index');
}

export function labelled(text: string, control: HTMLElement, more = ''): HTMLElement {
  return element('span', { class: `weight-control ${more}` }, element('span', { class: 'quiet', text }), control);
}
