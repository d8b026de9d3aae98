/** Resolved values of the editor's colours, for canvases. */
export interface Theme {
  readonly highContrast: boolean;
  /** A colour variable as a canvas understands it; `fallback` is another variable. */
  color(variable: string, fallback?: string): string;
  readonly font: string;
}

/** Reads the colours in force now. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const known = new Map<string, string>();
  const read = (variable: string): string => style.getPropertyValue(variable).trim();
  return {
    highContrast: isHighContrast(),
    font: read('--vscode-font-family') || 'sans-serif',
    color: (variable, fallback = '--vscode-foreground') => {
      const cached = known.get(variable) ?? (read(variable) || read(fallback));
      known.set(variable, cached);
      return cached;
    },
  };
}

/** Calls back when the user changes the colour theme. Returns what ends it. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => observer.disconnect();
}

function isHighContrast(): boolean {
  const { classList } = document.body;
  return classList.contains('vscode-high-contrast') || classList.contains('vscode-high-contrast-light');
}

/** Whether movement should be left out, as the editor or the system asks. */
export function prefersStillness(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') || matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}
