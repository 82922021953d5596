/** One message of the queue: which resources it concerns, and the loop around each. */
import type { AnyControl } from '../../lib/controls/control';
import type { StackResource } from '../../lib/resources/resolve';
import type { Deployment } from './deployment';
import { type Target, targetOf } from './examine';
import { guard, type Result } from './guard';
import type { LiveKind } from './live/live';
import type { Ports } from './ports';
import { beginRecord, recordId, recordOfSession } from './record';
import { concerned, strangers } from './targets';
import type { Call, Trigger } from './trigger';

/** What one function guards. */
export interface Watch {
  readonly kinds: readonly LiveKind<unknown>[];
  readonly controls: readonly AnyControl[];
  /** ARN of the role in which fixes are made. */
  readonly fixerRoleArn: string;
  /** Whether this function answers for a stack: the watcher's own is guarded by another path. */
  readonly guardsStack: (stack: string) => boolean;
}

interface Guarded {
  readonly kind: LiveKind<unknown>;
  readonly controls: readonly AnyControl[];
}

/** The kinds of a watch with their controls, those alone that a call can have broken. */
function guardedBy(watch: Watch, call?: Call): readonly Guarded[] {
  return watch.kinds.flatMap((kind) => {
    const controls = watch.controls.filter((control) => control.resource.name === kind.kind.name);
    const broken = call === undefined || controls.some(({ brokenBy }) => (brokenBy as string[]).includes(call.name));
    return broken && controls.length > 0 ? [{ kind, controls }] : [];
  });
}

const rowsOf = ({ kind }: Guarded, { declared, rows }: Deployment): readonly StackResource[] => {
  const declaring = new Set(
    kind.kind.types.flatMap((type) => declared.ofType(type).map(({ logicalId, stack }) => `${stack}/${logicalId}`)),
  );
  return rows.filter(({ logicalId, stack }) => declaring.has(`${stack}/${logicalId}`));
};

/** The resources that a call concerns: ours by their rows, and strangers where their very existence is the matter. */
function targetsOfCall(watch: Watch, call: Call, deployment: Deployment): readonly Target[] {
  const named = deployment.names.namedBy(call);
  return guardedBy(watch, call).flatMap((guarded): readonly Target[] => {
    const { controls, kind } = guarded;
    const ours = concerned(kind.kind.name, named, rowsOf(guarded, deployment)).filter(({ stack }) =>
      watch.guardsStack(stack),
    );
    const forbidden = controls.filter((control) => control.forbidden);
    const known = new Set(ours.map(({ physicalId }) => physicalId));
    const foreign = forbidden.length === 0 ? [] : strangers(kind.kind.name, call).filter((id) => !known.has(id));
    return [
      ...ours.flatMap((row) => targetOf(kind, controls, row, deployment) ?? []),
      ...foreign.map((physicalId) => ({ kind, controls: forbidden, physicalId })),
    ];
  });
}

function targetsOfVisit(
  watch: Watch,
  { logicalId, stack }: Extract<Trigger, { kind: 'visit' }>,
  deployment: Deployment,
): readonly Target[] {
  if (!watch.guardsStack(stack)) return [];
  return guardedBy(watch).flatMap((guarded) =>
    rowsOf(guarded, deployment)
      .filter((row) => row.stack === stack && row.logicalId === logicalId)
      .flatMap((row) => targetOf(guarded.kind, guarded.controls, row, deployment) ?? []),
  );
}

export type Claim =
  /** Somebody else's call. */
  | 'foreign'
  /** A fix of ours, of which there is a record: nothing to do. */
  | 'ours'
  /** The fixers' role, and no record of ours: whoever has its credentials is not us. */
  | 'impostor';

const roleName = (roleArn: string): string => roleArn.split('/').at(-1) ?? '';

/** Whose call it is. The session's name alone proves nothing: the record of that fix must name one of the targets. */
export async function claimOf(call: Call, watch: Watch, targets: readonly Target[], ports: Ports): Promise<Claim> {
  if (!call.actor.arn.includes(`:assumed-role/${roleName(watch.fixerRoleArn)}/`)) return 'foreign';
  const id = recordOfSession(call.actor.session);
  const record = id === undefined ? undefined : await ports.records.find(id);
  if (record === undefined) return 'impostor';
  const same = targets.some(
    ({ kind, physicalId }) => kind.kind.name === record.resource.kind && physicalId === record.resource.physicalId,
  );
  return same ? 'ours' : 'impostor';
}

/** Tells of a call in the fixers' name that is no fix of ours. */
async function raiseImpostor(call: Call, targets: readonly Target[], ports: Ports): Promise<void> {
  const now = ports.clock();
  const resource = { kind: targets[0]?.kind.kind.name ?? 'iam.role', physicalId: targets[0]?.physicalId ?? call.name };
  const why = 'the role of fixes was used, and no fix of ours is on record: its credentials are in other hands';
  const start = { id: recordId(now, ports.digits()), outcome: 'alarmed' as const, resource, why };
  const record = { ...beginRecord(start, call, now, []), severity: 'critical' as const };
  await ports.records.write(record);
  await ports.tell(record);
  await ports.records.write({ ...record, notified: true });
}

/**
 * Handles one trigger. Resources are looked at one after the other; a failure with one does not keep the others from
 * their turn, and is thrown at the end, so that the message comes again.
 *
 * @param once runs the loop around one resource once for each trigger, however often the message comes
 */
export async function handle(
  trigger: Trigger,
  watch: Watch,
  ports: Ports,
  once: (key: string, work: () => Promise<Result>) => Promise<Result>,
): Promise<readonly Result[]> {
  if (trigger.kind === 'call' && (trigger.failed || guardedBy(watch, trigger).length === 0)) return [];
  const deployment = await ports.deployment();
  const targets =
    trigger.kind === 'call' ? targetsOfCall(watch, trigger, deployment) : targetsOfVisit(watch, trigger, deployment);
  if (trigger.kind === 'call') {
    const claim = await claimOf(trigger, watch, targets, ports);
    if (claim === 'ours') return [];
    if (claim === 'impostor') await raiseImpostor(trigger, targets, ports);
  }
  const results: Result[] = [];
  const failures: unknown[] = [];
  for (const target of targets) {
    const key = `${trigger.id}/${trigger.postponed}/${target.kind.kind.name}/${target.physicalId}`;
    try {
      results.push(await once(key, () => guard(target, trigger, deployment, ports)));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return results;
}
