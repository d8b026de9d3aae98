import { element } from '../../dom';

export function section(title: string, contents: readonly Node[]): HTMLElement {
  return element('section', { class: 'inspector-section' }, element('h3', { text: title }), ...contents);
}

/** Names and values in two columns; empty values are left out. */
export function facts(rows: readonly (readonly [name: string, value: string])[]): HTMLElement {
  const filled = rows.filter(([, value]) => value !== '');
  return element(
    'dl',
    { class: 'facts' },
    ...filled.flatMap(([name, value]) => [
      element('dt', { text: name }),
      element('dd', { class: 'mono', text: value }),
    ]),
  );
}

export function paragraph(text: string): HTMLElement[] {
  return text === '' ? [] : [element('p', { class: 'doc', text })];
}

export function none(): HTMLElement {
  return element('p', { class: 'quiet', text: 'None' });
}

export function link(text: string, onClick: () => void): HTMLElement {
  return element('button', { class: 'link', text, attributes: { type: 'button' }, on: { click: onClick } });
}
