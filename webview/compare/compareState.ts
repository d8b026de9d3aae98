/** Tabs of the page. */
export const COMPARE_TABS = ['summary', 'structure', 'weights', 'outputs'] as const;

export type CompareTab = (typeof COMPARE_TABS)[number];

/** What VS Code keeps for the page while it is hidden and after a reload of the window. */
export interface CompareState {
  /** Where A and B are; the host finds them by these after a reload. */
  readonly a: string;
  readonly b: string;
  readonly tab: CompareTab;
}

/** Reads a kept state: any part of it may be missing or of an older version. */
export function compareState(kept: unknown): CompareState {
  const read = (name: keyof CompareState): unknown =>
    typeof kept === 'object' && kept !== null ? Reflect.get(kept, name) : undefined;
  const [a, b, tab] = [read('a'), read('b'), read('tab')];
  return {
    a: typeof a === 'string' ? a : '',
    b: typeof b === 'string' ? b : '',
    tab: COMPARE_TABS.find(each => each === tab) ?? 'summary',
  };
}
