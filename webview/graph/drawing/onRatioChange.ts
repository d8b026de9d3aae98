/** Calls back when the page comes to a screen with other pixels or is zoomed. Returns what ends it. */
export function onRatioChange(listener: () => void): () => void {
  let query: MediaQueryList | null = null;
  const changed = (): void => {
    watch();
    listener();
  };
  const watch = (): void => {
    query?.removeEventListener('change', changed);
    query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', changed);
  };
  watch();
  return () => query?.removeEventListener('change', changed);
}
