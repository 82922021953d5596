/**
 * Three-valued logic, after Kleene: what depends on something that is not known is `maybe`, unless the rest decides it.
 * Learning more turns a `maybe` into `yes` or `no`, and never a `yes` into a `no`.
 */
export type Truth = 'yes' | 'no' | 'maybe';

export const truthOf = (known: boolean): Truth => (known ? 'yes' : 'no');

export const not = (truth: Truth): Truth => (truth === 'maybe' ? truth : truth === 'yes' ? 'no' : 'yes');

/** `yes` for none: a statement without conditions applies. */
export function all(truths: Iterable<Truth>): Truth {
  let result: Truth = 'yes';
  for (const truth of truths) {
    if (truth === 'no') return 'no';
    if (truth === 'maybe') result = 'maybe';
  }
  return result;
}

/** `no` for none: what nothing allows is not allowed. */
export function any(truths: Iterable<Truth>): Truth {
  let result: Truth = 'no';
  for (const truth of truths) {
    if (truth === 'yes') return 'yes';
    if (truth === 'maybe') result = 'maybe';
  }
  return result;
}

/** Of two, what `all` is of many. */
export const both = (a: Truth, b: Truth): Truth => (a === 'no' || b === 'no' ? 'no' : a === 'maybe' ? a : b);

/** Of two, what `any` is of many. */
export const either = (a: Truth, b: Truth): Truth => (a === 'yes' || b === 'yes' ? 'yes' : a === 'maybe' ? a : b);

/** At most `maybe`, for what rests on a guess. */
export const unsure = (truth: Truth): Truth => (truth === 'yes' ? 'maybe' : truth);
