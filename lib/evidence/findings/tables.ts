/** `controls.csv`, `responsibility.csv` and `conformance-pack.csv`: coverage for a spreadsheet. Pure. */
import type { ControlCoverage, Coverage, ItemCoverage, PackRuleCoverage, Place, Standing } from '../coverage/model';
import type { Responsibility } from '../rule/item';
import { type Column, csvOf } from './csv';

const list = (texts: readonly string[]) => texts.join('; ');

/** The three columns that every row has: how far it is shown, when and where, and by what. */
const shown = <T extends { readonly standing?: Standing }>(): readonly Column<T>[] => [
  { head: 'shown as', of: ({ standing }) => standing?.level },
  { head: 'when', of: ({ standing }) => standing?.at },
  { head: 'where', of: ({ standing }) => standing?.where },
  { head: 'shown by', of: ({ standing }) => standing?.shownBy },
];

const controlColumns: readonly Column<ControlCoverage>[] = [
  { head: 'control', of: ({ id }) => id },
  { head: 'what holds', of: ({ title }) => title },
  { head: '45 CFR', of: ({ hipaa }) => list(hipaa) },
  { head: 'severity', of: ({ severity }) => severity },
  { head: 'AWS Config rule', of: ({ configRule }) => configRule },
  { head: 'at drift', of: ({ fix }) => (fix.mode === 'enforce' ? fix.mode : `${fix.mode}: ${fix.reason}`) },
  { head: 'resources', of: ({ resources }) => resources.length },
  ...shown<ControlCoverage>(),
  { head: 'what keeps it from more', of: ({ gaps }) => list(gaps) },
];

/** Of AWS's three, in the words of its shared responsibility model: what the blueprint does, it does on AWS's services. */
const shares: Readonly<Record<Responsibility, 'inherited' | 'shared' | 'customer'>> = {
  inherited: 'inherited',
  shared: 'shared',
  technical: 'shared',
  customer: 'customer',
};

const placeOf = ({ kind, name, note }: Place) => `${kind}: ${name}${note ? ` (${note})` : ''}`;

const isTechnical = ({ kind }: Place) => kind === 'control' || kind === 'gate rule' || kind === 'config rule';

const itemColumns: readonly Column<ItemCoverage>[] = [
  { head: 'item', of: ({ item }) => item.id },
  { head: 'title', of: ({ item }) => item.title },
  { head: 'says', of: ({ item }) => item.says },
  { head: 'requirement', of: ({ item }) => (item.requirement === 'R' ? 'required' : 'addressable') },
  { head: 'responsibility', of: ({ item }) => shares[item.responsibility] },
  { head: 'answered', of: ({ answers }) => list(answers) },
  {
    head: 'AWS does',
    of: ({ places }) => list(places.filter(({ kind }) => kind === 'AWS Artifact').map(({ name }) => name)),
  },
  { head: 'the blueprint does', of: ({ places }) => list(places.filter(isTechnical).map(({ name }) => name)) },
  { head: 'the practice does', of: ({ practice }) => practice },
  { head: 'what stays open', of: ({ open }) => open },
  {
    head: 'where to look',
    of: ({ places }) =>
      list(places.filter((place) => !isTechnical(place) && place.kind !== 'AWS Artifact').map(placeOf)),
  },
  ...shown<ItemCoverage>(),
  { head: 'addressable', of: ({ addressable }) => addressable?.state },
  { head: 'decided by', of: ({ addressable }) => addressable?.decidedBy },
  { head: 'rationale', of: ({ addressable }) => addressable?.decision?.rationale },
  { head: 'alternative', of: ({ addressable }) => addressable?.decision?.alternative },
  { head: 'approver', of: ({ addressable }) => addressable?.decision?.approver },
  { head: 'reviewed', of: ({ addressable }) => addressable?.decision?.reviewed },
  { head: 'next review', of: ({ addressable }) => addressable?.decision?.nextReview },
  { head: 'review overdue', of: ({ addressable }) => (addressable?.overdue ? 'yes' : undefined) },
];

const packColumns: readonly Column<PackRuleCoverage>[] = [
  { head: 'rule', of: ({ rule }) => rule.name },
  { head: '45 CFR', of: ({ rule }) => list(rule.hipaa) },
  { head: 'answered', of: ({ answers }) => list(answers) },
  { head: 'where to look', of: ({ places }) => list(places.map(placeOf)) },
  { head: 'why it is no Config rule of ours', of: ({ reason }) => reason },
  ...shown<PackRuleCoverage>(),
];

/** The files by their names. */
export const tableFiles = ({ controls, items, packRules }: Coverage): readonly (readonly [string, string])[] => [
  ['conformance-pack.csv', csvOf(packColumns, packRules)],
  ['controls.csv', csvOf(controlColumns, controls)],
  ['responsibility.csv', csvOf(itemColumns, items)],
];
