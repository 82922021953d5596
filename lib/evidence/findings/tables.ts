/** `controls.csv`, `responsibility.csv` and `conformance-pack.csv`: coverage for a spreadsheet. Pure. */
import type { ControlCoverage, Coverage, ItemCoverage, PackRuleCoverage, Place, Standing } from '../coverage/model';
import type { Responsibility } from '../rule/item';
import { type Column, csvOf } from './csv';

const list = (texts: readonly string[]) => texts.join('; ');

/** The columns that every row has: how far it is shown, when and where, and by what. */
const shown = <T extends { readonly standing?: Standing }>(): readonly Column<T>[] => [
  { head: 'shown as', of: ({ standing }) => standing?.level },
  { head: 'at a break', of: ({ standing }) => standing?.response },
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
  { head: 'resources of its kind that it does not concern', of: ({ notConcerned }) => notConcerned },
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

const asks: Readonly<Record<ItemCoverage['core'], string>> = {
  mechanism: 'a mechanism',
  process: 'what people do and write down',
  AWS: 'what AWS does',
  'not applicable': 'nothing of this organisation',
};

/** What the practice decided, and otherwise what it may adopt. */
const proposed = (text: string | undefined): string | undefined => text && `proposed, not decided: ${text}`;

const itemColumns: readonly Column<ItemCoverage>[] = [
  { head: 'item', of: ({ item }) => item.id },
  { head: 'title', of: ({ item }) => item.title },
  { head: 'says', of: ({ item }) => item.says },
  { head: 'requirement', of: ({ item }) => (item.requirement === 'R' ? 'required' : 'addressable') },
  { head: 'responsibility', of: ({ item }) => shares[item.responsibility] },
  { head: 'answered', of: ({ answers }) => list(answers) },
  { head: 'asks for', of: ({ core }) => asks[core] },
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
  { head: 'mechanisms that support it', of: ({ support }) => support?.shownBy },
  { head: 'support shown as', of: ({ support }) => support?.level },
  { head: 'support shown where', of: ({ support }) => support?.where },
  { head: 'support shown when', of: ({ support }) => support?.at },
  { head: 'controls that fall short', of: ({ short }) => list(short) },
  { head: 'why not applicable', of: ({ notApplicable }) => notApplicable },
  { head: 'addressable', of: ({ addressable }) => addressable?.state },
  { head: 'decided by', of: ({ addressable }) => addressable?.decidedBy },
  {
    head: 'rationale',
    of: ({ addressable }) => addressable?.decision?.rationale ?? proposed(addressable?.proposal?.rationale),
  },
  {
    head: 'alternative',
    of: ({ addressable }) => addressable?.decision?.alternative ?? proposed(addressable?.proposal?.alternative),
  },
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
  { head: "how it differs from AWS's rule", of: ({ differs }) => list(differs) },
  ...shown<PackRuleCoverage>(),
];

/** The files by their names. */
export const tableFiles = ({ controls, items, packRules }: Coverage): readonly (readonly [string, string])[] => [
  ['conformance-pack.csv', csvOf(packColumns, packRules)],
  ['controls.csv', csvOf(controlColumns, controls)],
  ['responsibility.csv', csvOf(itemColumns, items)],
];
