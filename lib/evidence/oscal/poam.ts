/** The plan of action and milestones: exceptions with their end, controls that fall short, and what stays open. Pure. */
import type { AddressableProposal, Coverage, ItemCoverage } from '../coverage/model';
import { exceptionWords } from '../exceptions';
import type { EvidenceFacts } from '../facts';
import { operatingFile } from '../operation/files';
import { gapsOf, isMissing } from '../operation/operating';
import { contentId, deploymentMetadata, deploymentTitle, files, identify, prop, some } from './document';
import { few, observed, relatedTo, type Seen } from './observations';
import { isNotCovered } from './requirements';
import { exceptionRisks, riskId } from './risks';
import type { OscalDocument, PlanOfActionAndMilestones, PoamItem } from './schema-types';
import { counted, escaped, markup } from './text';

type Why = 'exception' | 'falls short' | 'not covered' | 'open' | 'undecided' | 'review overdue' | 'not shown';

const item = (facts: EvidenceFacts, why: Why, name: string, rest: Omit<PoamItem, 'uuid'>): PoamItem => ({
  uuid: identify(facts)('poam', why, name),
  ...rest,
  props: [prop('why', why), ...(rest.props ?? [])],
});

const exceptions = (facts: EvidenceFacts): PoamItem[] =>
  facts.gate.inForce.map((inForce) => {
    const { daysLeft, exception } = inForce;
    const { expires, owner, path, reason, rule } = exception;
    return item(facts, 'exception', riskId(facts, inForce), {
      title: markup`Mend ${rule} at ${path}, or decide again by ${expires}`,
      description: markup`Owner: ${owner}. Accepted until ${expires}, because: ${reason}`,
      props: [prop('rule', rule), prop('owner', owner), prop('expires', expires), prop('days-left', daysLeft)],
      'related-risks': [{ 'risk-uuid': riskId(facts, inForce) }],
    });
  });

/** Controls of which a read-back or a drill shows that they fall short. What an exception covers is told above. */
function shortfalls(facts: EvidenceFacts, seen: readonly Seen[]): PoamItem[] {
  const controls = [...new Set(seen.map(({ control }) => control))];
  return controls.map((control) =>
    item(facts, 'falls short', control.id, {
      title: escaped(control.title),
      description: seen
        .filter((one) => one.control === control)
        .map(({ observation }) => observation.description)
        .join('\n\n'),
      props: [prop('control', control.id), prop('severity', control.severity)],
      ...relatedTo(seen.filter((one) => one.control === control)),
    }),
  );
}

/** What the practice may adopt: it is no decision. */
const proposalText = ({ alternative, rationale, state }: AddressableProposal): string =>
  markup`Proposed, to adopt or to change: ${state}. Because: ${rationale}${alternative ? ` Instead: ${alternative}` : ''}`;

/** What an item of the Security Rule leaves to be done. */
function remaining(facts: EvidenceFacts, covered: ItemCoverage): PoamItem[] {
  const { addressable, open } = covered;
  const { id, title } = covered.item;
  const place = { props: [prop('paragraph', id)] };
  const entry = (why: Why, rest: Omit<PoamItem, 'uuid' | 'props'>) => item(facts, why, id, { ...rest, ...place });
  const nextReview = addressable?.decision?.nextReview;
  return [
    ...(isNotCovered(covered)
      ? [
          entry('not covered', {
            title: escaped(`Answer ${id}, ${title}`),
            description: escaped(open ?? 'Nothing here answers it.'),
          }),
        ]
      : []),
    ...(open && !isNotCovered(covered)
      ? [entry('open', { title: escaped(`Close what is open at ${id}, ${title}`), description: escaped(open) })]
      : []),
    ...(addressable?.state === 'undecided'
      ? [
          entry('undecided', {
            title: escaped(`Decide on the addressable item ${id}, ${title}`),
            description: [
              'Implement it, or record why that is not reasonable and appropriate and what is done instead: 45 CFR 164.306(d)(3).',
              ...(addressable.proposal ? [proposalText(addressable.proposal)] : []),
            ].join('\n\n'),
          }),
        ]
      : []),
    ...(addressable?.overdue
      ? [
          entry('review overdue', {
            title: escaped(`Look again at the decision on ${id}, ${title}`),
            description: markup`It was to be looked at again by ${nextReview ?? 'now'}.`,
          }),
        ]
      : []),
  ];
}

type Entry = (name: string, title: string, description: string) => PoamItem;

/** What stands otherwise than it was signed, and what the record of operation lacks. */
function notRecorded(facts: EvidenceFacts, entry: Entry): PoamItem[] {
  const { deployed, operation } = facts;
  const others = (deployed?.stacks ?? []).filter(({ asSynthesized, attested }) => !asSynthesized || attested !== true);
  const lacking = operation ? [...gapsOf(facts, operation).filter(isMissing), ...operation.problems] : [];
  const names = others.map(({ stack }) => stack).join(', ');
  return [
    ...(others.length > 0
      ? [
          entry(
            'stacks',
            'Deploy what was synthesized, and sign it',
            markup`Another template than that of this synth, or one that nobody signed: ${names}.`,
          ),
        ]
      : []),
    ...(lacking.length > 0
      ? [
          entry(
            'operation',
            'Explain what the record of operation lacks',
            markup`${lacking.length} of: a time without an increment, an object that is not as it was written. ${operatingFile} names each.`,
          ),
        ]
      : []),
  ];
}

const undecidedOf = ({ deployed }: EvidenceFacts): readonly string[] =>
  (deployed?.resources ?? []).flatMap(({ logicalId, stack, undecided = [] }) =>
    undecided.map(({ path, why }) => `${stack}/${logicalId}, ${path}: ${why}`),
  );

/** What was not looked at, so that nobody takes its absence for a good result. */
function notShown(facts: EvidenceFacts): PoamItem[] {
  const { deployed, drill } = facts;
  const leftOut = deployed?.leftOut.length ?? 0;
  const undecided = undecidedOf(facts);
  const entry: Entry = (name, title, description) => item(facts, 'not shown', name, { title, description });
  return [
    ...(deployed ? [] : [entry('read-back', 'Read the deployment back', 'Nothing was read back: all is as designed.')]),
    ...(drill
      ? []
      : [
          entry(
            'drill',
            'Drill the drift loop',
            facts.operation
              ? 'Nothing was drilled: what did not drift in operation is not shown in operation.'
              : 'Nothing was drilled: no control is shown in operation.',
          ),
        ]),
    ...(leftOut > 0
      ? [
          entry(
            'left out',
            'Read back what could not be read',
            `${counted(leftOut, 'resource')} could not be read back where this was deployed.`,
          ),
        ]
      : []),
    ...(undecided.length > 0
      ? [
          entry(
            'undecided',
            'Look by hand at what cannot be compared',
            `Neither as declared nor otherwise:\n\n${few(undecided)
              .map((text) => `- ${escaped(text)}`)
              .join('\n')}`,
          ),
        ]
      : []),
    ...(deployed?.where === 'local cloud'
      ? [
          entry(
            'account',
            'Read the deployment back in an account',
            'What was read back stood on an emulator, not on AWS.',
          ),
        ]
      : []),
    ...notRecorded(facts, entry),
  ];
}

export function planOfAction(facts: EvidenceFacts, coverage: Coverage): OscalDocument {
  // What the gate saw fall short, an exception covers: it is told as such.
  const short = observed(facts, coverage).filter((one) => one.short && one.means !== 'gate');
  const items = [
    ...exceptions(facts),
    ...shortfalls(facts, short),
    ...coverage.items.flatMap((covered) => remaining(facts, covered)),
    ...notShown(facts),
  ];
  // A plan has an item at least.
  const nothing: PoamItem = {
    title: 'Nothing is open',
    description: 'At this moment no exception is in force and nothing that was looked at is open.',
  };
  const body: Omit<PlanOfActionAndMilestones, 'uuid'> = {
    metadata: deploymentMetadata(
      facts,
      deploymentTitle(facts, 'Plan of action and milestones'),
      `Made from the exceptions in force (${exceptionWords(facts)}: an entry here for each rule at each place) and from what is not covered, not decided or not shown.`,
    ),
    'import-ssp': { href: files.plan },
    ...some(
      'observations',
      short.map(({ observation }) => observation),
    ),
    ...some('risks', exceptionRisks(facts)),
    'poam-items': items.length > 0 ? items : [nothing],
  };
  return { 'plan-of-action-and-milestones': { uuid: contentId(body), ...body } };
}
