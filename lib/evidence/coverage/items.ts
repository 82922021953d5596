/** What answers each item of the Security Rule in one deployment. Pure. */
import type { EvidenceFacts } from '../facts';
import { operatingFile } from '../operation/files';
import { sectionSamples } from '../operation/section-samples';
import { itemOf, securityRule } from '../rule';
import type { RuleItem } from '../rule/item';
import type {
  AddressableCoverage,
  AddressableDecision,
  Answer,
  ControlCoverage,
  ItemCoverage,
  PackRuleCoverage,
  Place,
  Standing,
} from './model';
import { responses } from './responses';
import type { Mechanism } from './responses/response';
import { answersOf, isActive, together, told } from './standing';

/** Organisational: what is technical may help with it, and does not answer it. */
const isOrganisational = ({ responsibility }: RuleItem) => responsibility === 'customer';

/** The controls that cite an item or one of its specifications, and those that serve it all the same. */
function controlsOf(item: RuleItem, controls: readonly ControlCoverage[]): readonly ControlCoverage[] {
  const own = new Set(
    securityRule
      .filter(({ id, parent }) => id === item.id || (parent === item.id && !isOrganisational(item)))
      .map(({ id }) => id),
  );
  const named = new Set([...own].flatMap((id) => responses[id].controls ?? []));
  return controls.filter(
    (control) =>
      isActive(control) &&
      (named.has(control.id) ||
        control.hipaa.some((citation) => {
          const cited = itemOf(citation);
          return cited !== undefined && own.has(cited);
        })),
  );
}

const mechanismsOf = (item: RuleItem, { set }: EvidenceFacts): readonly Mechanism[] =>
  (responses[item.id].mechanisms ?? []).filter(({ type }) => set.ofType(type).length > 0);

/** Gate rules and Config rules whose paragraphs are of the item, where they look at anything here. */
function rulesOf(item: RuleItem, packRules: readonly PackRuleCoverage[]): readonly Place[] {
  const places = packRules
    .filter(
      ({ answers, rule }) =>
        !answers.includes('no such resource here') && rule.hipaa.some((one) => itemOf(one) === item.id),
    )
    .flatMap(({ answers, places }) =>
      places.filter(({ kind }) => kind === 'config rule' || (kind === 'gate rule' && answers.includes('at synth'))),
    );
  return [...new Map(places.map((place) => [`${place.kind} ${place.name}`, place])).values()];
}

type Samples = ReturnType<typeof sectionSamples>;

/** What a period of operation says of an item, and where. */
const samplesOf = (item: RuleItem, samples: Samples): readonly Place[] =>
  (responses[item.id].samples ?? []).flatMap((name): readonly Place[] => {
    const sample = samples[name];
    return sample
      ? [{ kind: 'file in the bundle', name: operatingFile, note: `${sample.says}, ${sample.at.slice(0, 10)}` }]
      : [];
  });

function placesOf(
  item: RuleItem,
  answering: readonly ControlCoverage[],
  rules: readonly Place[],
  samples: Samples,
): readonly Place[] {
  const { inherited = [], keeps = [], see = [] } = responses[item.id];
  return [
    ...answering.map(({ id }): Place => ({ kind: 'control', name: id })),
    ...rules,
    ...see,
    ...samplesOf(item, samples),
    ...inherited.map((name): Place => ({ kind: 'AWS Artifact', name })),
    ...keeps.map((name): Place => ({ kind: 'kept by the practice', name })),
  ];
}

/** How the practice, or else the blueprint, answers an addressable item. 45 CFR 164.306(d)(3). */
function addressed(
  item: RuleItem,
  decision: AddressableDecision | undefined,
  standing: Standing | undefined,
  today: string,
): AddressableCoverage {
  if (decision)
    return { state: decision.state, decidedBy: 'the practice', decision, overdue: decision.nextReview < today };
  // Where the blueprint does a part alone, the rest is for the practice to decide.
  return item.responsibility === 'technical' && standing
    ? { state: 'implemented', decidedBy: 'the blueprint', overdue: false }
    : { state: 'undecided', decidedBy: 'nobody', overdue: false };
}

/** A mechanism stands in the template, unless a period of operation shows it at work. */
function mechanismStanding({ sample, what }: Mechanism, facts: EvidenceFacts, samples: Samples): Standing {
  const shown = sample && samples[sample];
  return shown && facts.operation
    ? { level: 'operating', at: shown.at, where: facts.operation.where, shownBy: shown.says }
    : { level: 'designed', at: facts.at.toISOString(), shownBy: what };
}

/** Controls, and mechanisms that nothing reads back or drills. */
function standingOf(
  answering: readonly ControlCoverage[],
  mechanisms: readonly Mechanism[],
  facts: EvidenceFacts,
  samples: Samples,
) {
  return together(
    [
      ...answering.flatMap(({ standing }) => (standing ? [standing] : [])),
      ...mechanisms.map((one) => mechanismStanding(one, facts, samples)),
    ],
    mechanisms.length > 0 ? 'safeguard' : 'control',
  );
}

function cover(
  item: RuleItem,
  facts: EvidenceFacts,
  controls: readonly ControlCoverage[],
  packRules: readonly PackRuleCoverage[],
  samples: Samples,
): ItemCoverage {
  const { inherited, open, practice } = responses[item.id];
  const answering = controlsOf(item, controls);
  const mechanisms = mechanismsOf(item, facts);
  const rules = rulesOf(item, packRules);
  const organisational = isOrganisational(item);
  const standing = organisational ? undefined : standingOf(answering, mechanisms, facts, samples);
  const technical: readonly Answer[] = [
    ...answering.flatMap(answersOf),
    ...mechanisms.map(({ answer }) => answer),
    ...rules.map(({ kind }): Answer => (kind === 'gate rule' ? 'at synth' : 'at run time')),
  ];
  const answers: readonly Answer[] = [
    ...(organisational ? [] : technical),
    ...(inherited ? ['inherited from AWS' as const] : []),
    ...(practice ? ["the practice's own process" as const] : []),
  ];
  const decision = facts.config.compliance.addressable.find((one) => one.item === item.id);
  const today = facts.at.toISOString().slice(0, 10);
  return {
    item,
    answers: told(answers),
    places: placesOf(item, answering, rules, samples),
    controls: answering.map(({ id }) => id),
    ...(practice ? { practice } : {}),
    ...(open ? { open } : {}),
    ...(standing ? { standing } : {}),
    ...(item.requirement === 'A' ? { addressable: addressed(item, decision, standing, today) } : {}),
  };
}

/** All 66 items. */
export function itemsCovered(
  facts: EvidenceFacts,
  controls: readonly ControlCoverage[],
  packRules: readonly PackRuleCoverage[],
): readonly ItemCoverage[] {
  const samples = sectionSamples(facts.operation);
  return securityRule.map((item) => cover(item, facts, controls, packRules, samples));
}
