/** What a period of operation shows beside single controls, in a sentence each, with the day of the last. Pure. */
import type { OperationFacts } from '../facts';
import { type Found, foundIn } from './found';

export interface SectionSample {
  readonly says: string;
  readonly at: string;
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const ends = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');

type Says = { readonly [Name in keyof Found]: (found: Found[Name]) => SectionSample | undefined };

/** One that found nothing shows nothing. */
const says: Says = {
  drift: ({ last, outcomes, records }) =>
    last === undefined ? undefined : { says: `${counted(records, 'record')} of drift: ${ends(outcomes)}`, at: last },
  rules: ({ compliance, increments, latest }) => {
    const last = latest.map(({ at }) => at).sort();
    const at = last.at(-1);
    if (at === undefined) return undefined;
    const rules = counted(latest.length, 'rule');
    return { says: `${rules} of AWS Config in ${counted(increments, 'increment')}, at last ${ends(compliance)}`, at };
  },
  restores: ({ jobs, last, statuses, tests }) =>
    tests === 0 || last === undefined
      ? undefined
      : { says: `${counted(jobs, 'restore')}: ${ends(statuses)}; ${tests} completed by restore testing`, at: last },
  access: ({ last, lists }) =>
    last === undefined
      ? undefined
      : { says: `who has access was written down ${counted(lists, 'time')}; who reviewed it is not`, at: last },
  responses: ({ cases, last, statuses }) =>
    last === undefined ? undefined : { says: `${counted(cases, 'finding')} answered: ${ends(statuses)}`, at: last },
};

/** By what they are of; none where no archive was read. */
export function sectionSamples(operation: OperationFacts | undefined): Partial<Record<keyof Found, SectionSample>> {
  if (!operation) return {};
  const found = foundIn(operation);
  return {
    drift: says.drift(found.drift),
    rules: says.rules(found.rules),
    restores: says.restores(found.restores),
    access: says.access(found.access),
    responses: says.responses(found.responses),
  };
}
