/** The methods of an interface as the answering side writes them: a value or a promise of it. */
export type Served<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => R | Promise<R> : never;
};
