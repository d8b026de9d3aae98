/**
 * Tells errors that nobody caught, so that nothing a person does fails in silence. What browsers only remark, as of layouts that
 * take another round, comes without an error and is left out.
 */
export function tellUncaught(tell: (thrown: unknown) => void): void {
  addEventListener('error', ({ error }: ErrorEvent) => {
    if (error instanceof Error) tell(error);
  });
  addEventListener('unhandledrejection', ({ reason }) => tell(reason));
}
