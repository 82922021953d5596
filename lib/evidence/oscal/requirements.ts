/** How each item of the Security Rule is answered, as implemented requirements of a system security plan. Pure. */
import type { ControlCoverage, Coverage, ItemCoverage, Place } from '../coverage/model';
import { judgedControls, verdictOf } from '../coverage/verdict';
import type { EvidenceFacts } from '../facts';
import { listOf } from './component-definition';
import { answeredBy, constructsOf, otherComponents, watched } from './components';
import { controlId, identify, prop, some } from './document';
import type { Identify } from './identifiers';
import type { ByComponent, ImplementationStatus, Property, SspImplementedRequirement } from './schema-types';
import { isOperational } from './system-components';
import { escaped, markup } from './text';

const isTechnical = ({ answers }: ItemCoverage): boolean =>
  answers.includes('at synth') || answers.includes('at run time');

export const isNotCovered = ({ answers }: ItemCoverage): boolean => answers.includes('not covered');

/** What the practice decided on an addressable item, 45 CFR 164.306(d)(3), or why an item concerns nobody here. */
function decided(covered: ItemCoverage, controls: ById): ImplementationStatus | undefined {
  const { addressable, notApplicable } = covered;
  const decision = addressable?.decision;
  if (notApplicable) return { state: 'not-applicable', remarks: escaped(notApplicable) };
  if (!decision) return undefined;
  const { alternative, approver, nextReview, rationale, reviewed, state } = decision;
  const judged = judgedControls(covered, controls);
  const contradicted = state === 'implemented' && judged.length > 0 && !verdictOf(covered, judged).holds;
  return {
    state: contradicted ? 'partial' : state === 'not applicable' ? 'not-applicable' : state,
    remarks: [
      ...(contradicted ? ['Decided as implemented; the controls for it were not all seen to hold.'] : []),
      ...(alternative ? [markup`Instead: ${alternative}`] : []),
      ...(rationale ? [markup`Because: ${rationale}`] : []),
      markup`Decided by ${approver} on ${reviewed}; to be looked at again by ${nextReview}.`,
    ].join('\n\n'),
  };
}

/**
 * What the deployment itself does. It is planned until it was read back in an account: a template, and an emulator, is none.
 * Implemented is only what asks for a mechanism, where every control of it was seen to hold and nothing stays open.
 */
function systemStatus(covered: ItemCoverage, controls: ById, facts: EvidenceFacts): ImplementationStatus {
  const { core, open, practice } = covered;
  const shown = covered.standing ?? covered.support;
  if (!shown) return { state: 'planned', remarks: 'Nothing here answers it: see the plan of action and milestones.' };
  const whole = core === 'mechanism' && holds(covered, controls) && !open && !practice;
  return {
    state: isOperational(facts) ? (whole ? 'implemented' : 'partial') : 'planned',
    remarks: [
      ...(core === 'mechanism' ? [] : ['It asks for what people do and write down. What mechanisms do beside it:']),
      markup`${shown.level}: ${shown.shownBy}.`,
      ...(facts.deployed?.where === 'local cloud' ? ['On a local cloud, which is an emulator and not AWS.'] : []),
      ...(open ? [markup`Open: ${open}`] : []),
      ...(practice ? ['A process of the organisation completes it.'] : []),
    ].join('\n\n'),
  };
}

type ById = ReadonlyMap<string, ControlCoverage>;

const holds = (covered: ItemCoverage, controls: ById): boolean =>
  verdictOf(covered, judgedControls(covered, controls)).holds;

const named = (places: readonly Place[], kind: Place['kind']): readonly string[] =>
  places.filter((place) => place.kind === kind).map(({ name }) => name);

function byAws(covered: ItemCoverage, facts: EvidenceFacts, id: Identify): ByComponent[] {
  if (!covered.answers.includes('inherited from AWS')) return [];
  const reports = named(covered.places, 'AWS Artifact');
  const description = markup`Inherited from AWS. Where to look in AWS Artifact: ${reports.join(', ') || 'its reports'}.`;
  return [
    {
      uuid: id('inherited'),
      'component-uuid': otherComponents(facts).aws,
      description,
      inherited: [{ uuid: id('inherited', 'statement'), description }],
      remarks: 'As AWS reports it: the blueprint does not see it.',
    },
  ];
}

function byPractice(covered: ItemCoverage, controls: ById, facts: EvidenceFacts, id: Identify): ByComponent[] {
  const status = decided(covered, controls);
  const { answers, places, practice } = covered;
  if (!answers.includes("the practice's own process") && !status) return [];
  return [
    {
      uuid: id('practice'),
      'component-uuid': otherComponents(facts).practice,
      description: escaped(practice ?? 'A decision of the organisation on an addressable item.'),
      ...some(
        'props',
        named(places, 'kept by the practice').map((record) => prop('record', record)),
      ),
      ...(status ? { 'implementation-status': status } : {}),
    },
  ];
}

function bySystem(covered: ItemCoverage, controls: ById, facts: EvidenceFacts, id: Identify): ByComponent[] {
  if (!isTechnical(covered) && !covered.support && !isNotCovered(covered)) return [];
  const { places } = covered;
  const where = (['gate rule', 'config rule', 'file in the repository', 'configuration'] as const).flatMap((kind) =>
    named(places, kind).map((name) => prop('see', name, { class: kind.replaceAll(' ', '-') })),
  );
  return [
    {
      uuid: id('system'),
      'component-uuid': otherComponents(facts).system,
      description: isNotCovered(covered)
        ? 'Nothing in the blueprint answers it.'
        : 'What the deployment as a whole does.',
      ...some('props', where),
      'implementation-status': systemStatus(covered, controls, facts),
    },
  ];
}

/** Which components answer which item, with their controls. */
type Answering = ReadonlyMap<ItemCoverage, readonly (readonly [uuid: string, controls: readonly ControlCoverage[]])[]>;

function answering(facts: EvidenceFacts, coverage: Coverage): Answering {
  const components = [
    ...constructsOf(facts, coverage).map(({ controls, uuid }) => [uuid, controls] as const),
    [otherComponents(facts).watch, watched(coverage)] as const,
  ];
  const found = new Map<ItemCoverage, (readonly [string, readonly ControlCoverage[]])[]>();
  for (const [uuid, controls] of components) {
    for (const [item, own] of answeredBy(controls, coverage))
      found.set(item, [...(found.get(item) ?? []), [uuid, own]]);
  }
  return found;
}

const itemProps = ({ addressable, answers, core }: ItemCoverage): Property[] => [
  prop('asks-for', core),
  ...answers.map((answer) => prop('answer', answer)),
  ...(addressable
    ? [
        prop('addressable-state', addressable.state),
        prop('decided-by', addressable.decidedBy),
        prop('review-overdue', addressable.overdue ? 'yes' : 'no'),
      ]
    : []),
];

/** All 66 items. */
export function implementedRequirements(facts: EvidenceFacts, coverage: Coverage): SspImplementedRequirement[] {
  const components = answering(facts, coverage);
  const byId: ById = new Map(coverage.controls.map((control) => [control.id, control]));
  return coverage.items.map((covered) => {
    const { item } = covered;
    const id: Identify = (...parts) => identify(facts)('ssp', item.id, ...parts);
    const byConstruct = (components.get(covered) ?? []).map(
      ([uuid, controls]): ByComponent => ({
        uuid: id(uuid),
        'component-uuid': uuid,
        description: listOf(controls),
        props: controls.map((control) => prop('control', control.id)),
      }),
    );
    return {
      uuid: id(),
      'control-id': controlId(item.id),
      props: itemProps(covered),
      ...some('by-components', [
        ...bySystem(covered, byId, facts, id),
        ...byConstruct,
        ...byAws(covered, facts, id),
        ...byPractice(covered, byId, facts, id),
      ]),
    };
  });
}
