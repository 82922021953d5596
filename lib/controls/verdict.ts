/** The answer of a control: compliant, violated or undecidable, with reasons as data. */
import { isUnknown, type Value } from '../resources/value';

/** Why a control is violated or undecidable at one property. */
export interface Reason {
  /** Dotted path in the resource state. */
  readonly path: string;
  /** What was found there, or why it is not known. */
  readonly found: string;
  /** What the control asks for. */
  readonly expected: string;
}

export type Verdict =
  | { readonly status: 'compliant' }
  | { readonly status: 'violated'; readonly reasons: readonly Reason[] }
  | { readonly status: 'undecidable'; readonly reasons: readonly Reason[] };

/** The outcome of one check on one property. */
export type Outcome =
  | { readonly status: 'passed' }
  | { readonly status: 'failed' | 'unknown'; readonly reason: Reason };

const passed: Outcome = { status: 'passed' };

const show = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > 300 ? `${text.slice(0, 297)}...` : text;
};

/**
 * Checks one property: a literal or symbolic value is tested, an unknown one is undecidable.
 *
 * @param path dotted path in the state, for the reader of the message
 * @param value what the state holds there
 * @param expected what is asked for, in words that complete "expected …"
 * @param holds the test; gets the value with the unknown taken away
 * @param found what to show instead of the whole value where it is large
 */
export function check<T>(
  path: string,
  value: Value<T>,
  expected: string,
  holds: (known: T) => boolean,
  found: (known: T) => unknown = (known) => known,
): Outcome {
  if (isUnknown(value)) return { status: 'unknown', reason: { path, found: `unknown: ${value.unknown}`, expected } };
  return holds(value) ? passed : { status: 'failed', reason: { path, found: show(found(value)), expected } };
}

/** Checks each item of a list, naming those that fall short. */
export function checkEach<T>(
  path: string,
  values: Value<readonly T[]>,
  expected: string,
  holds: (item: T) => boolean,
  found: (item: T) => unknown = (item) => item,
): Outcome {
  return check(
    path,
    values,
    expected,
    (items) => items.every(holds),
    (items) => items.filter((item) => !holds(item)).map(found),
  );
}

/** All checks hold. One that fails makes the control violated, whatever else is unknown. */
export function all(...outcomes: readonly Outcome[]): Verdict {
  const failed = outcomes.flatMap((outcome) => (outcome.status === 'failed' ? [outcome.reason] : []));
  if (failed.length > 0) return { status: 'violated', reasons: failed };
  const hidden = outcomes.flatMap((outcome) => (outcome.status === 'unknown' ? [outcome.reason] : []));
  return hidden.length > 0 ? { status: 'undecidable', reasons: hidden } : { status: 'compliant' };
}

/** The verdict of a control that does not concern this resource. */
export const notConcerned: Verdict = { status: 'compliant' };
