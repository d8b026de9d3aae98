import { type ErrorInfo, errorInfo } from '../../src/shared/errors';
import { failurePage } from './failure';
import { loading } from './loading';

/**
 * Fills `container` with what `ask` brings: a skeleton first, then the contents or a failure with a button that tries
 * again. A later fill of the same container wins over an earlier one still under way.
 */
export async function fill<T>(
  container: HTMLElement,
  what: string,
  ask: () => Promise<T>,
  build: (value: T) => readonly Node[],
): Promise<void> {
  const placeholder = loading(what);
  container.replaceChildren(placeholder);
  const isCurrent = (): boolean => placeholder.parentElement === container;
  try {
    const value = await ask();
    if (isCurrent()) container.replaceChildren(...build(value));
  } catch (thrown) {
    if (isCurrent()) showFailure(errorInfo(thrown));
  }

  function showFailure(error: ErrorInfo): void {
    const retry = { label: 'Try again', onClick: () => void fill(container, what, ask, build) };
    container.replaceChildren(failurePage('This could not be shown', error, [retry]));
  }
}
