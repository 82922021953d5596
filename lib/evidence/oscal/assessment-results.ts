/**
 * The assessment results: what gate, read-back, drill and a period of operation saw, and whether the controls for an item hold. That they hold is less
 * than that the item is met, and the results say so. Pure.
 */
import type { ControlCoverage, Coverage, ItemCoverage } from '../coverage/model';
import { type Verdict, verdictOf } from '../coverage/verdict';
import type { EvidenceFacts, OperationFacts } from '../facts';
import { gapsOf, isMissing } from '../operation/operating';
import { assessed, reviewed } from './activities';
import { assets } from './assessment-plan';
import { contentId, deploymentMetadata, deploymentTitle, files, identify, objectiveId, prop, some } from './document';
import { observed, relatedTo, type Seen } from './observations';
import { exceptionRisks, riskId } from './risks';
import type { AssessmentResults, Finding, OscalDocument } from './schema-types';
import { counted, escaped, markup } from './text';

/** Exceptions for the given controls. A vendor's rule is none of ours: its exceptions are risks of the whole. */
function risksOf(controls: readonly ControlCoverage[], facts: EvidenceFacts) {
  const ids = new Set(controls.map(({ id }) => id));
  return some(
    'related-risks',
    facts.gate.inForce
      .filter(({ exception, findings }) => ids.has(exception.rule) && findings.length > 0)
      .map((inForce) => ({ 'risk-uuid': riskId(facts, inForce) })),
  );
}

/** `fail` where something falls short; `other` where too little is known to say that all hold. */
function statusOf(
  { holds, notSeen, open, short, undecided }: Verdict,
  { deployed }: EvidenceFacts,
): Finding['target']['status'] {
  const why = [
    ...(deployed?.where === 'local cloud' ? ['Seen on a local cloud, which is an emulator and not AWS.'] : []),
    ...(short.length > 0 ? [markup`Falling short: ${short.join(', ')}.`] : []),
    ...(undecided.length > 0 ? [markup`Cannot be compared: ${undecided.join(', ')}.`] : []),
    ...(notSeen.length > 0 ? [markup`Seen in the templates alone, or not at all: ${notSeen.join(', ')}.`] : []),
    ...(open ? [markup`Stays open, however well they hold: ${open}`] : []),
  ];
  return {
    state: holds ? 'satisfied' : 'not-satisfied',
    reason: holds ? 'pass' : short.length > 0 ? 'fail' : 'other',
    remarks: ['Of the controls, not of the item: whether the item is met is not assessed here.', ...why].join('\n\n'),
  };
}

/** Whether the controls for an item hold, where any of them was seen at all. */
function finding(
  covered: ItemCoverage,
  controls: readonly ControlCoverage[],
  seen: readonly Seen[],
  facts: EvidenceFacts,
): Finding[] {
  const { item, standing } = covered;
  const own = seen.filter(({ control }) => controls.includes(control));
  if (own.length === 0) return [];
  const verdict = verdictOf(covered, controls);
  const { notSeen, short, undecided } = verdict;
  return [
    {
      uuid: identify(facts)('finding', item.id),
      title: escaped(`Controls for ${item.id}, ${item.title}`),
      description: [
        markup`${counted(controls.length, 'control')}, ${short.length} of them falling short, ${undecided.length} that cannot be compared, ${notSeen.length} seen in the templates alone or not at all.`,
        ...(standing ? [markup`Shown as ${standing.level}: ${standing.shownBy}.`] : []),
      ].join(' '),
      props: [
        prop('paragraph', item.id),
        ...(standing ? [prop('level', standing.level)] : []),
        ...short.map((id) => prop('falls-short', id)),
      ],
      target: { type: 'objective-id', 'target-id': objectiveId(item.id), status: statusOf(verdict, facts) },
      ...relatedTo(own),
      ...risksOf(controls, facts),
    },
  ];
}

/** What was looked at, and what was not. */
function scope(facts: EvidenceFacts): string {
  const { deployed, drill, gate, operation } = facts;
  const where = deployed?.where === 'account' ? 'in the account' : 'on a local cloud, which is an emulator and not AWS';
  return [
    `The gate looked at ${counted(gate.resources, 'resource')}.`,
    deployed
      ? `${counted(deployed.resources.length, 'resource')} read back ${where}; ${deployed.leftOut.length} could not be.`
      : 'Nothing was read back.',
    drill ? `${counted(drill.rows.length, 'break')} drilled on a local cloud.` : 'Nothing was drilled.',
    ...(operation ? [sampledScope(facts, operation)] : []),
  ].join(' ');
}

function sampledScope(facts: EvidenceFacts, operation: OperationFacts): string {
  const { from, increments, problems, to } = operation;
  const gaps = gapsOf(facts, operation).filter(isMissing);
  const period = `${from.toISOString().slice(0, 10)} to ${to.toISOString().slice(0, 10)}`;
  const lacks = `${counted(gaps.length, 'time')} without one, ${counted(problems.length, 'problem')} in the archive`;
  return `${counted(increments.length, 'increment')} of operation from ${period}; ${lacks}.`;
}

/** From the first to the last that was looked at. A moment that somebody gave does not narrow it. */
function spanOf({ at, deployed, drill, operation }: EvidenceFacts): { readonly start: string; readonly end: string } {
  const looks = [
    ...(operation ? [operation.from.toISOString()] : []),
    ...(deployed?.at ? [deployed.at] : []),
    ...(drill?.rows ?? []).flatMap((row) => row.at ?? []),
  ];
  const times = [...looks, at.toISOString()].sort();
  return { start: times[0] ?? at.toISOString(), end: times.at(-1) ?? at.toISOString() };
}

export function assessmentResults(facts: EvidenceFacts, coverage: Coverage): OscalDocument {
  const seen = observed(facts, coverage);
  const body: Omit<AssessmentResults, 'uuid'> = {
    metadata: deploymentMetadata(
      facts,
      deploymentTitle(facts, 'Assessment results'),
      'What the blueprint saw of itself at one moment. No statement that anybody meets the law.',
    ),
    'import-ap': { href: files.assessmentPlan },
    results: [
      {
        uuid: identify(facts)('result'),
        title: 'Gate, read-back, drill and operation',
        description: scope(facts),
        ...spanOf(facts),
        'local-definitions': { 'assessment-assets': assets(facts) },
        'reviewed-controls': reviewed(coverage),
        ...some(
          'observations',
          seen.map(({ observation }) => observation),
        ),
        ...some('risks', exceptionRisks(facts)),
        ...some(
          'findings',
          assessed(coverage).flatMap(([item, controls]) => finding(item, controls, seen, facts)),
        ),
      },
    ],
  };
  return { 'assessment-results': { uuid: contentId(body), ...body } };
}
