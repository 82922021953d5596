/** The items of the Security Rule and the rules of AWS's conformance pack. Pure. */
import type { AddressableCoverage, Coverage, ItemCoverage, PackRuleCoverage, Place } from '../../coverage/model';
import type { Fact, ItemRow, PackRow, PlaceRow } from '../model';
import { responseOf, shownOf } from './protection';
import { groupBy } from './words';

const families: readonly (readonly [prefix: string, title: string])[] = [
  ['164.306', 'General rules'],
  ['164.308', 'Administrative safeguards'],
  ['164.310', 'Physical safeguards'],
  ['164.312', 'Technical safeguards'],
  ['164.314', 'Organizational requirements'],
  ['164.316', 'Policies, procedures and documentation'],
];

const familyOf = (id: string): string => {
  const found = families.find(([prefix]) => id.startsWith(prefix));
  return found ? `${found[1]}, § ${found[0]}` : 'Other';
};

/** Where else to look than at a control: those have links of their own. */
function placesOf(places: readonly Place[]): readonly PlaceRow[] {
  const others = places.filter(({ kind }) => kind !== 'control');
  return [...groupBy(others, ({ kind }) => kind)].map(([kind, found]) => ({
    kind,
    names: found.map(({ name, note }) => (note ? `${name} (${note})` : name)),
  }));
}

function decisionOf({ decidedBy, decision, overdue, proposal }: AddressableCoverage): readonly Fact[] {
  const facts: readonly (readonly [label: string, value: string | undefined])[] = [
    ['Decided by', decision ? undefined : decidedBy],
    ['Approver', decision?.approver],
    ['Rationale', decision?.rationale],
    ['Alternative', decision?.alternative],
    ['Reviewed', decision?.reviewed],
    ['Proposed, not decided', proposal?.state],
    ['Proposed rationale', proposal?.rationale],
    ['Proposed alternative', proposal?.alternative],
    ['Next review', decision && (overdue ? `${decision.nextReview}, overdue` : decision.nextReview)],
  ];
  return facts.flatMap(([label, value]) => (value ? [{ label, value, isName: true }] : []));
}

function itemRow(covered: ItemCoverage): ItemRow {
  const { addressable, answers, controls, item, notApplicable, open, places, practice, short, standing, support } =
    covered;
  return {
    id: item.id,
    title: item.title,
    says: item.says,
    required: item.requirement === 'R',
    family: familyOf(item.id),
    answers,
    shown: shownOf(covered),
    ...(standing ? { shownBy: standing.shownBy, at: standing.at, where: standing.where } : {}),
    ...responseOf(covered),
    ...(support ? { support: { shownBy: support.shownBy, ...(support.where ? { where: support.where } : {}) } } : {}),
    ...(notApplicable ? { notApplicable } : {}),
    short,
    controls,
    places: placesOf(places),
    practice,
    open,
    ...(addressable ? { addressable: { state: addressable.state, facts: decisionOf(addressable) } } : {}),
  };
}

const packRow = (covered: PackRuleCoverage): PackRow => ({
  name: covered.rule.name,
  hipaa: covered.rule.hipaa,
  answers: covered.answers,
  shown: shownOf(covered),
  ...responseOf(covered),
  controls: covered.controls,
  reason: covered.reason,
  differs: covered.differs,
});

export const itemsOf = ({ items }: Coverage): readonly ItemRow[] => items.map(itemRow);

export const packRulesOf = ({ packRules }: Coverage): readonly PackRow[] => packRules.map(packRow);
