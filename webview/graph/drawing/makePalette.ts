import type { Theme } from '../../ui/theme';
import { CATEGORIES, CATEGORY_NAMES } from '../categories';
import type { Palette } from './palette';

/** Reads the drawing's colours off the theme. */
export function makePalette(theme: Theme): Palette {
  return {
    background: theme.color('--vscode-editor-background'),
    box: theme.color('--vscode-editorWidget-background', '--vscode-editor-background'),
    text: theme.color('--vscode-foreground'),
    quiet: theme.color('--vscode-descriptionForeground'),
    edge: theme.highContrast
      ? theme.color('--vscode-foreground')
      : theme.color('--vscode-editorLineNumber-foreground', '--vscode-descriptionForeground'),
    group: theme.highContrast
      ? theme.color('--vscode-contrastBorder', '--vscode-foreground')
      : theme.color('--vscode-descriptionForeground'),
    selection: theme.color('--vscode-focusBorder', '--vscode-contrastActiveBorder'),
    match: theme.color('--vscode-editorFindMatch-border', '--vscode-charts-orange'),
    categories: CATEGORY_NAMES.map(name => theme.color(CATEGORIES[name].color)),
    font: theme.font,
    highContrast: theme.highContrast,
  };
}
