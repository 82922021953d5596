/** Each control: its resources, its rule at synth, its detector, its fix, its last drill. Pure. */
import { controls as registry } from '../../../controls';
import type { AnyControl } from '../../../controls/control';
import type { ControlCoverage, Coverage } from '../../coverage/model';
import type { DrilledControl, EvidenceFacts, Origin } from '../../facts';
import type { ControlRow, DrillRow, ResourceRow } from '../model';
import { responseOf, shownOf } from './protection';
import { groupBy, plural, withoutPractice } from './words';

type Practices = EvidenceFacts['config']['practices'];

/** Resources that differ only by the practice once, with how many they are. */
function resourceRows(resources: readonly Origin[], practices: Practices): readonly ResourceRow[] {
  const keyOf = ({ logicalId, path, source }: Origin) =>
    [withoutPractice(path, practices), logicalId, source ?? ''].join('\n');
  return [...groupBy(resources, keyOf)].flatMap(([, [first, ...others]]) =>
    first
      ? [
          {
            logicalId: first.logicalId,
            path: withoutPractice(first.path, practices),
            ...(first.source ? { source: first.source } : {}),
            count: others.length + 1,
          },
        ]
      : [],
  );
}

function timesOf({ fixedMs, noticedMs }: DrilledControl): string | undefined {
  if (noticedMs === undefined) return undefined;
  const noticed = `noticed in ${noticedMs.toLocaleString('en-US')} ms`;
  return fixedMs === undefined ? noticed : `${noticed}, put right in ${fixedMs.toLocaleString('en-US')} ms`;
}

const proofs: Readonly<Record<DrilledControl['proof'], string>> = {
  live: 'broken for real',
  recorded: 'replayed from a recorded event',
  absent: 'not broken',
};

const drillRow = (row: DrilledControl): DrillRow => ({
  how: [row.brokenBy ?? row.name ?? row.kind, proofs[row.proof], ...(row.at ? [row.at] : [])].join(', '),
  outcome: row.passed
    ? [row.outcome ?? 'as promised', row.verified ? 'read again' : ''].filter(Boolean).join(', ')
    : 'fell short',
  times: timesOf(row),
  passed: row.passed,
  why: row.why,
});

function atSynth({ forbidden, resource }: AnyControl, { notConcerned, resources }: ControlCoverage): string {
  const others =
    notConcerned > 0
      ? ` It passes over ${plural(notConcerned, 'resource')} of the kind, which it does not concern.`
      : '';
  if (resources.length > 0)
    return `Evaluated on each of these resources; a violation without an exception fails the synth.${others}`;
  if (others && !forbidden)
    return `Evaluated wherever a template declares one that it concerns; none here is.${others}`;
  if (resource.types.length === 0)
    return 'No template can declare what it looks at: it is looked for at run time alone.';
  return forbidden
    ? 'Refused wherever a template declares one; none here does.'
    : 'Evaluated wherever a template declares one; none here does.';
}

function fixOf({ fix, permissions }: AnyControl): ControlRow['fix'] {
  if (fix.mode === 'enforce') return { mode: fix.mode, says: 'Put back to what the template declares.', permissions };
  const verb = fix.mode === 'observe' ? 'Reported, not changed' : 'Nothing is done at run time';
  return { mode: fix.mode, says: `${verb}: ${fix.reason}`, permissions };
}

function controlRow(control: AnyControl, covered: ControlCoverage, practices: Practices): ControlRow {
  const { configRule, gaps, standing } = covered;
  return {
    id: control.id,
    title: control.title,
    kind: control.resource.name,
    severity: control.severity,
    hipaa: control.hipaa,
    shown: shownOf(covered),
    ...responseOf(covered),
    ...(standing ? { shownBy: standing.shownBy, where: standing.where, at: standing.at } : {}),
    resourceCount: covered.resources.length,
    resources: resourceRows(covered.resources, practices),
    atSynth: atSynth(control, covered),
    ...(configRule ? { configRule } : {}),
    remedy: control.remedy,
    detector: control.brokenBy,
    fix: fixOf(control),
    drills: covered.drilled.map(drillRow),
    gaps,
  };
}

/** Every control of the registry, also those that look at nothing here. */
export function controlRowsOf(facts: EvidenceFacts, coverage: Coverage): readonly ControlRow[] {
  const covered = new Map(coverage.controls.map((one) => [one.id, one]));
  return registry.flatMap((control) => {
    const found = covered.get(control.id);
    return found ? [controlRow(control, found, facts.config.practices)] : [];
  });
}
