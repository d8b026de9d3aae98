/** Longest printed expression. Sizes that real exporters write stay below half of it. */
export const MOST_CHARACTERS = 300;

/** Most terms of a polynomial: products of sums multiply them. */
export const MOST_TERMS = 16;

/** Highest degree of a term; tensors have fewer axes than this. */
export const MOST_DEGREE = 12;

/** Deepest nesting of parentheses and functions that is read and written; deeper text is a name. */
export const MOST_DEPTH = 20;
