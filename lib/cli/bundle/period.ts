/** The period of operation that a bundle covers, from what a person gave. Pure. */
import { InputError } from '../../errors';

export interface PeriodOptions {
  /** First day, `YYYY-MM-DD` in UTC. @default twelve months before its end */
  readonly periodFrom?: string;
  /** Last day, whole. @default until the moment of the bundle */
  readonly periodTo?: string;
}

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

const dayLength = 86_400_000;

/** @throws InputError for what is no day */
function dayOf(given: string, option: string): Date {
  const at = new Date(`${given}T00:00:00.000Z`);
  // The 31st of February would be another day.
  if (!/^\d{4}-\d\d-\d\d$/.test(given) || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== given)
    throw new InputError(`${option} is ${given}, which is no day`, `Give it as YYYY-MM-DD: ${option} 2026-01-31.`);
  return at;
}

/** The same day and time a year before; the 29th of February has none, and is the 1st of March. */
function yearBefore(at: Date): Date {
  const before = new Date(at);
  before.setUTCFullYear(at.getUTCFullYear() - 1);
  return before;
}

/**
 * @param at the moment of the bundle: nothing later is covered
 * @throws InputError for days that are none, or that are in no order
 */
export function periodOf({ periodFrom, periodTo }: PeriodOptions, at: Date): Period {
  const end = periodTo === undefined ? at : new Date(dayOf(periodTo, '--period-to').getTime() + dayLength);
  const to = end > at ? at : end;
  const from = periodFrom === undefined ? yearBefore(to) : dayOf(periodFrom, '--period-from');
  if (from < to) return { from, to };
  throw new InputError(
    `the period would begin on ${from.toISOString().slice(0, 10)} and end before that`,
    'Give --period-from a day that is over and not after --period-to.',
  );
}
