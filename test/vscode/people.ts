import * as vscode from 'vscode';

/** A message that was shown and the buttons it had. */
export interface ShownMessage {
  readonly text: string;
  readonly buttons: readonly string[];
}

type Kind = 'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage';

/**
 * Stands in for the person in front of the screen: records messages of one kind and presses the button that `press`
 * names, if any. The code that asks is the real one. `done` gives the window back.
 */
export function watchMessages(
  kind: Kind,
  press: (message: ShownMessage) => string | undefined = () => undefined,
): { readonly shown: readonly ShownMessage[]; done(): void } {
  const shown: ShownMessage[] = [];
  const original = vscode.window[kind];
  const watched = async (text: string, ...rest: readonly unknown[]): Promise<string | undefined> => {
    const message = { text, buttons: rest.filter(item => typeof item === 'string') };
    shown.push(message);
    return press(message);
  };
  Object.assign(vscode.window, { [kind]: watched });
  return { shown, done: () => Object.assign(vscode.window, { [kind]: original }) };
}

/** Stands in for a person who presses Cancel at the first progress report that `when` accepts. */
export function cancelDuring(when: (phase: string) => boolean): { readonly phases: readonly string[]; done(): void } {
  const phases: string[] = [];
  const original = vscode.window.withProgress;
  type Task = Parameters<typeof vscode.window.withProgress>[1];
  const watched = async (_options: vscode.ProgressOptions, task: Task): Promise<unknown> => {
    const source = new vscode.CancellationTokenSource();
    const report = ({ message = '' }: { message?: string }): void => {
      phases.push(message);
      if (when(message)) source.cancel();
    };
    return task({ report }, source.token);
  };
  Object.assign(vscode.window, { withProgress: watched });
  return { phases, done: () => Object.assign(vscode.window, { withProgress: original }) };
}

/** Stands in for a person who answers each list of choices with the entries that `choose` names by their labels. */
export function answerChoices(choose: (labels: readonly string[]) => readonly string[] | undefined): {
  readonly asked: readonly (readonly string[])[];
  done(): void;
} {
  const asked: string[][] = [];
  const original = vscode.window.showQuickPick;
  type Items = readonly vscode.QuickPickItem[];
  const watched = async (items: Items, options: vscode.QuickPickOptions = {}): Promise<unknown> => {
    const labels = items.map(({ label }) => label);
    asked.push(labels);
    const chosen = choose(labels);
    const picked = chosen === undefined ? undefined : items.filter(({ label }) => chosen.includes(label));
    return options.canPickMany === true ? picked : picked?.[0];
  };
  Object.assign(vscode.window, { showQuickPick: watched });
  return { asked, done: () => Object.assign(vscode.window, { showQuickPick: original }) };
}
