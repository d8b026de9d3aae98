import { element } from '../dom';
import { openPopup } from '../ui/popup';

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['encoder query', 'both words, in names, operators, scopes, types and weights'],
  ['op:Conv', 'the operator, whole'],
  ['dtype:int8', 'the element type of the parameters, whole'],
  ['scope:encoder/layer.3', 'whole parts of the scope'],
  ['name:proj', 'the name contains it; so for attributes:, inputs:, outputs:, weight:, graph:'],
  ['macs>1e6', 'also >=, <, <= and =, with k, M, G, T and MB: params, bytes, macs, flops, live, intensity …'],
  ['sparsity>50%', 'columns of weights, once they are measured'],
  ['macs:?', 'unknown'],
  ['/conv[0-9]+$/', 'a regular expression, anywhere or in a field: name:/…/'],
  ['!op:Conv', 'not this'],
  ['"two words"', 'one text with a space in it'],
];

/** What only the search of the graph knows. */
export const SEARCH_EXAMPLES: readonly (readonly [string, string])[] = [
  ['shape:768', 'a whole size of anything read, given or owned; so 3,224,224; in brackets the whole shape: [1,768]'],
  ['attr:strides=[2,2]', 'any attribute, as name=value'],
  ['value:logits', 'a value that is read or given'],
];

/** Opens a list of what the filter understands. */
export function openFilterHelp(
  at: HTMLElement,
  more: readonly (readonly [example: string, meaning: string])[] = [],
): void {
  openPopup({
    role: 'dialog',
    label: 'What the filter understands',
    testId: 'filter-help',
    at,
    returnTo: at,
    contents: [
      element(
        'dl',
        { class: 'facts filter-help' },
        ...[...EXAMPLES, ...more].flatMap(([example, meaning]) => [
          element('dt', { class: 'mono', text: example }),
          element('dd', { text: meaning }),
        ]),
      ),
      element('p', {
        class: 'quiet',
        text: 'All terms must hold. Amounts with open sizes compare as if those were 1.',
      }),
    ],
  });
}
