import {
  Button,
  Checkbox,
  Dropdown,
  Option,
  Panels,
  PanelTab,
  PanelView,
  provideVSCodeDesignSystem,
  TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

/**
 * The one place that knows the toolkit. Its repository is archived, so everything else sees only these factories and a
 * swap touches this file.
 */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodePanels(),
    vsCodePanelTab(),
    vsCodePanelView(),
    vsCodeProgressRing(),
    vsCodeTextField(),
  );
}

/** A control that holds a value. Setting `value` does not call the handler. */
export interface Control<T> {
  readonly element: HTMLElement;
  value: T;
}

export interface ButtonOptions {
  readonly label: string;
  readonly onClick: () => void;
  readonly look?: 'primary' | 'secondary';
  readonly disabled?: boolean;
  readonly title?: string;
  readonly testId?: string;
  readonly describedBy?: string;
}

export function button(options: ButtonOptions): HTMLElement {
  const made = create('vscode-button', Button);
  made.setAttribute('appearance', options.look ?? 'secondary');
  made.textContent = options.label;
  made.disabled = options.disabled ?? false;
  if (options.title !== undefined) made.title = options.title;
  if (options.describedBy !== undefined) made.setAttribute('aria-describedby', options.describedBy);
  identify(made, options.testId);
  made.addEventListener('click', () => {
    if (!made.disabled) options.onClick();
  });
  return made;
}

export function setDisabled(control: HTMLElement, disabled: boolean): void {
  if (control instanceof Button) control.disabled = disabled;
}

export interface TextFieldOptions {
  readonly label: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly testId?: string;
  readonly onInput: (value: string) => void;
  readonly onKey?: (event: KeyboardEvent) => void;
}

export function textField(options: TextFieldOptions): Control<string> {
  const made = create('vscode-text-field', TextField);
  made.setAttribute('aria-label', options.label);
  made.placeholder = options.placeholder ?? '';
  made.value = options.value ?? '';
  made.spellcheck = false;
  identify(made, options.testId);
  made.addEventListener('input', () => options.onInput(made.value));
  if (options.onKey !== undefined) made.addEventListener('keydown', options.onKey);
  return {
    element: made,
    get value() {
      return made.value;
    },
    set value(value: string) {
      made.value = value;
    },
  };
}

export interface CheckboxOptions {
  readonly label: string;
  readonly checked: boolean;
  readonly testId?: string;
  readonly onChange: (checked: boolean) => void;
}

export function checkbox(options: CheckboxOptions): Control<boolean> {
  const made = create('vscode-checkbox', Checkbox);
  made.textContent = options.label;
  made.checked = options.checked;
  identify(made, options.testId);
  made.addEventListener('change', event => {
    event.stopPropagation();
    options.onChange(made.checked);
  });
  return {
    element: made,
    get value() {
      return made.checked;
    },
    set value(checked: boolean) {
      made.checked = checked;
    },
  };
}

export interface SelectOptions<T extends string> {
  readonly label: string;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly testId?: string;
  readonly onChange: (value: T) => void;
}

export function select<T extends string>(options: SelectOptions<T>): Control<T> {
  const made = create('vscode-dropdown', Dropdown);
  made.setAttribute('aria-label', options.label);
  identify(made, options.testId);
  for (const choice of options.choices) {
    const item = create('vscode-option', Option);
    item.textContent = choice.label;
    item.value = choice.value;
    item.toggleAttribute('selected', choice.value === options.value);
    made.append(item);
  }
  let current = options.value;
  made.addEventListener('change', event => {
    event.stopPropagation();
    const chosen = options.choices[made.selectedIndex];
    if (chosen === undefined || chosen.value === current) return;
    current = chosen.value;
    options.onChange(current);
  });
  return {
    element: made,
    get value() {
      return current;
    },
    set value(value: T) {
      current = value;
      made.selectedIndex = options.choices.findIndex(choice => choice.value === value);
    },
  };
}

/** Tabs whose titles may change. */
export interface Tabs<T extends string> extends Control<T> {
  setLabel(id: T, label: string): void;
}

export interface TabsOptions<T extends string> {
  readonly label: string;
  readonly items: readonly { readonly id: T; readonly label: string; readonly panel: HTMLElement }[];
  readonly active: T;
  readonly onChange: (id: T) => void;
}

export function tabs<T extends string>(options: TabsOptions<T>): Tabs<T> {
  const made = create('vscode-panels', Panels);
  made.setAttribute('aria-label', options.label);
  made.setAttribute('activeid', `tab-${options.active}`);
  for (const item of options.items) {
    const tab = create('vscode-panel-tab', PanelTab);
    tab.id = `tab-${item.id}`;
    tab.textContent = item.label;
    identify(tab, `tab-${item.id}`);
    made.append(tab);
  }
  for (const item of options.items) {
    const view = create('vscode-panel-view', PanelView);
    view.id = `view-${item.id}`;
    view.append(item.panel);
    made.append(view);
  }
  let current = options.active;
  made.addEventListener('change', event => {
    const chosen = options.items.find(item => `tab-${item.id}` === made.activeid);
    if (event.target !== made || chosen === undefined || chosen.id === current) return;
    current = chosen.id;
    options.onChange(current);
  });
  return {
    element: made,
    get value() {
      return current;
    },
    set value(id: T) {
      current = id;
      made.activeid = `tab-${id}`;
    },
    setLabel(id, label) {
      const tab = [...made.children].find(child => child.id === `tab-${id}`);
      if (tab === undefined) return;
      tab.textContent = label;
      // The toolkit names a tab for screen readers once, when it is made.
      tab.setAttribute('aria-label', label);
    },
  };
}

/** A spinning ring with a name for screen readers. */
export function progressRing(label: string): HTMLElement {
  const made = document.createElement('vscode-progress-ring');
  made.setAttribute('aria-label', label);
  return made;
}

function create<T extends HTMLElement>(tag: string, type: new () => T): T {
  const made = document.createElement(tag);
  if (!(made instanceof type)) throw new Error(`${tag} is not registered.`);
  return made;
}

function identify(made: HTMLElement, testId: string | undefined): void {
  if (testId !== undefined) made.dataset.testid = testId;
}
