/** What increments say, counted and dated: drift, AWS Config, restores, access, answers to findings. Pure. */
import type { Increments } from '../../attest/chain';
import type { ItemOf, SectionName } from '../../attest/increment';
import { countBy, type Dated, datedItems, lastOf, latest } from './items';

type Counts = Readonly<Record<string, number>>;
type Given = Pick<Increments, 'increments'>;

export interface Found {
  readonly drift: { readonly records: number; readonly outcomes: Counts; readonly last?: string };
  readonly rules: {
    /** Increments that hold answers of AWS Config. */
    readonly increments: number;
    /** Each rule as it was answered last. */
    readonly latest: readonly (ItemOf<'rules'> & { readonly at: string })[];
    readonly compliance: Counts;
  };
  readonly restores: {
    readonly jobs: number;
    readonly statuses: Counts;
    /** Completed ones that a plan of restore testing started. */
    readonly tests: number;
    readonly last?: string;
  };
  /** Who has access: the lists were written; that a person reviewed them is for the practice to show. */
  readonly access: {
    /** Increments that hold roles, users and people, all three. */
    readonly lists: number;
    readonly last?: string;
    readonly roles: number;
    readonly users: number;
    readonly usersWithoutMfa: number;
    readonly activeKeys: number;
    readonly people: readonly ItemOf<'people'>[];
  };
  readonly responses: {
    readonly cases: number;
    readonly statuses: Counts;
    readonly approved: number;
    readonly last?: string;
  };
}

const dated = (last: string | undefined): { readonly last?: string } => (last === undefined ? {} : { last });

function driftOf(given: Given): Found['drift'] {
  const records = latest(datedItems(given, 'drift'), ({ record }) => record).map(({ item }) => item);
  return {
    records: records.length,
    outcomes: countBy(records, ({ outcome }) => outcome),
    ...dated(lastOf(records.map(({ noticedAt }) => noticedAt))),
  };
}

function rulesOf(given: Given): Found['rules'] {
  const all = datedItems(given, 'rules');
  const now = latest(all, ({ rule }) => rule).map(({ at, item }) => ({ ...item, at }));
  return {
    increments: new Set(all.map(({ at }) => at)).size,
    latest: now.sort((a, b) => (a.rule < b.rule ? -1 : 1)),
    compliance: countBy(now, ({ compliance }) => compliance),
  };
}

/** A restore that a plan of restore testing started, and that came through. */
export const isTest = ({ plan, status, validation }: ItemOf<'restores'>): boolean =>
  plan !== undefined && status === 'COMPLETED' && !['FAILED', 'TIMED_OUT'].includes(validation ?? '');

function restoresOf(given: Given): Found['restores'] {
  const jobs = latest(datedItems(given, 'restores'), ({ job }) => job).map(({ item }) => item);
  return {
    jobs: jobs.length,
    statuses: countBy(jobs, ({ status }) => status),
    tests: jobs.filter(isTest).length,
    ...dated(lastOf(jobs.flatMap(({ completedAt }) => completedAt ?? []))),
  };
}

const accessSections: readonly SectionName[] = ['roles', 'users', 'people'];

function accessOf({ increments }: Given): Found['access'] {
  const listing = increments.filter(({ increment: { sections } }) =>
    accessSections.every((name) => sections[name].status === 'gathered'),
  );
  // As the last of them has it.
  const last = { increments: listing.slice(-1) };
  const itemsOf = <Name extends SectionName>(name: Name) => datedItems(last, name).map(({ item }) => item);
  const users = itemsOf('users');
  return {
    lists: listing.length,
    ...dated(listing.at(-1)?.increment.to),
    roles: itemsOf('roles').length,
    users: users.length,
    usersWithoutMfa: users.filter(({ mfa }) => !mfa).length,
    activeKeys: users.flatMap(({ keys }) => keys).filter(({ active }) => active).length,
    people: itemsOf('people'),
  };
}

function responsesOf(given: Given): Found['responses'] {
  const cases = latest(datedItems(given, 'responses'), (one) => one.case).map(({ item }) => item);
  return {
    cases: cases.length,
    statuses: countBy(cases, ({ status }) => status),
    approved: cases.filter(({ approved }) => approved).length,
    ...dated(lastOf(cases.map(({ closedAt, openedAt }) => closedAt ?? openedAt))),
  };
}

export const foundIn = (given: Given): Found => ({
  drift: driftOf(given),
  rules: rulesOf(given),
  restores: restoresOf(given),
  access: accessOf(given),
  responses: responsesOf(given),
});

/** One month of the period. */
export interface Month {
  /** `2026-11`, of the ends of its increments. */
  readonly month: string;
  readonly increments: number;
  readonly records: number;
  readonly putRight: number;
  readonly restores: number;
  readonly cases: number;
}

const monthOf = (at: string): string => at.slice(0, 7);
const within = <Name extends SectionName>(items: readonly Dated<Name>[], month: string) =>
  items.filter(({ at }) => monthOf(at) === month).map(({ item }) => item);

/** Twelve months of operation at a glance: months without an increment are gaps, and are not among these. */
export function monthsOf(given: Given): readonly Month[] {
  const drift = latest(datedItems(given, 'drift'), ({ record }) => record);
  const restores = latest(datedItems(given, 'restores'), ({ job }) => job);
  const cases = latest(datedItems(given, 'responses'), (one) => one.case);
  const ends = given.increments.map(({ increment }) => monthOf(increment.to));
  return Object.entries(countBy(ends, (month) => month)).map(([month, increments]) => {
    const records = within(drift, month);
    return {
      month,
      increments,
      records: records.length,
      putRight: records.filter(({ outcome }) => outcome === 'fixed' || outcome === 'recreated').length,
      restores: within(restores, month).length,
      cases: within(cases, month).length,
    };
  });
}
