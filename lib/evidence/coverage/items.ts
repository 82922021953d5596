/** What answers each item of the Security Rule in one deployment. Pure. */
import type { EvidenceFacts } from '../facts';
import { operatingFile } from '../operation/files';
import { sectionSamples } from '../operation/section-samples';
import { coreOf, itemOf, securityRule } from '../rule';
import type { RuleItem } from '../rule/item';
import { type Limits, limitsOf } from './limits';
import type {
  AddressableCoverage,
  AddressableDecision,
  Answer,
  ControlCoverage,
  Core,
  ItemCoverage,
  PackRuleCoverage,
  Place,
  Standing,
} from './model';
import { responses } from './responses';
import type { Mechanism } from './responses/response';
import { answersOf, isActive, isShort, together, told } from './standing';

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
  { open, standing }: { readonly standing?: Standing | undefined; readonly open: string | undefined },
  today: string,
): AddressableCoverage {
  if (decision)
    return { state: decision.state, decidedBy: 'the practice', decision, overdue: decision.nextReview < today };
  const { practice, proposal } = responses[item.id];
  // Where something stays open, or the practice completes it, the blueprint has not implemented it.
  return standing && !open && !practice
    ? { state: 'implemented', decidedBy: 'the blueprint', overdue: false }
    : { state: 'undecided', decidedBy: 'nobody', overdue: false, ...(proposal ? { proposal } : {}) };
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
  const shown = answering.flatMap(({ standing }) => (standing ? [standing] : []));
  return together(
    [...shown, ...mechanisms.map((one) => mechanismStanding(one, facts, samples))],
    mechanisms.length > 0 ? 'safeguard' : 'control',
    answering.length - shown.length,
  );
}

/** How an item is answered: its own core, by what can answer that, and what is AWS's or the practice's beside it. */
function answersTo(
  { core, item }: Pick<ItemCoverage, 'core' | 'item'>,
  answering: readonly ControlCoverage[],
  mechanisms: readonly Mechanism[],
  rules: readonly Place[],
): readonly Answer[] {
  const { inherited, practice } = responses[item.id];
  if (core === 'not applicable') return ['not applicable'];
  const technical: readonly Answer[] = [
    ...answering.flatMap(answersOf),
    ...mechanisms.map(({ answer }) => answer),
    ...rules.map(({ kind }): Answer => (kind === 'gate rule' ? 'at synth' : 'at run time')),
  ];
  return told([
    ...(core === 'mechanism' ? technical : []),
    ...(inherited ? ['inherited from AWS' as const] : []),
    ...(practice ? ["the practice's own process" as const] : []),
  ]);
}

/** What mechanisms do for an item: its standing where they are its core, and otherwise a help. None for what is organisational. */
function shownOf(
  item: RuleItem,
  core: Core,
  standing: Standing | undefined,
): Pick<ItemCoverage, 'standing' | 'support'> {
  if (!standing || core === 'not applicable' || isOrganisational(item)) return {};
  return core === 'mechanism' ? { standing } : { support: standing };
}

interface Means {
  readonly facts: EvidenceFacts;
  readonly controls: readonly ControlCoverage[];
  readonly packRules: readonly PackRuleCoverage[];
  readonly samples: Samples;
  readonly limits: Limits['items'];
}

function cover(item: RuleItem, { controls, facts, limits, packRules, samples }: Means): ItemCoverage {
  const { concernsOnly, practice } = responses[item.id];
  const core = concernsOnly ? 'not applicable' : coreOf(item);
  const answering = core === 'not applicable' ? [] : controlsOf(item, controls);
  const mechanisms = core === 'not applicable' ? [] : mechanismsOf(item, facts);
  const rules = core === 'not applicable' ? [] : rulesOf(item, packRules);
  const open = [responses[item.id].open ?? [], limits.get(item.id) ?? []].flat().join(' ') || undefined;
  const shown = shownOf(item, core, standingOf(answering, mechanisms, facts, samples));
  const decision = facts.config.compliance.addressable.find((one) => one.item === item.id);
  const today = facts.at.toISOString().slice(0, 10);
  const { standing } = shown;
  return {
    item,
    core,
    answers: answersTo({ core, item }, answering, mechanisms, rules),
    places: placesOf(item, answering, rules, samples),
    controls: answering.map(({ id }) => id),
    short: answering.filter(isShort).map(({ id }) => id),
    ...(practice ? { practice } : {}),
    ...(open ? { open } : {}),
    ...(concernsOnly ? { notApplicable: notApplicable(concernsOnly) } : {}),
    ...shown,
    ...(item.requirement === 'A' ? { addressable: addressed(item, decision, { open, standing }, today) } : {}),
  };
}

/** The configuration says nothing of what an organisation is: what few are, this one is taken not to be. */
const notApplicable = (whom: string): string =>
  `It concerns only ${whom}. The configuration does not say that this organisation is one; where it is, it answers this itself.`;

/** All 66 items. */
export function itemsCovered(
  facts: EvidenceFacts,
  controls: readonly ControlCoverage[],
  packRules: readonly PackRuleCoverage[],
): readonly ItemCoverage[] {
  const means: Means = {
    facts,
    controls,
    packRules,
    samples: sectionSamples(facts.operation),
    limits: limitsOf(facts).items,
  };
  return securityRule.map((item) => cover(item, means));
}
