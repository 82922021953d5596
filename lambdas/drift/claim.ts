/** Whose call it is: a fix of ours comes back as an event too. */

import { conclude } from './conclude';
import type { Target } from './examine';
import type { Result } from './guard';
import type { Ports } from './ports';
import { beginRecord, type DriftRecord, momentOf, recordId, recordOfSession } from './record';
import type { Call } from './trigger';

export type Claim =
  /** Somebody else's call. */
  | 'foreign'
  /** A fix of ours, of which there is a record: nothing to do. */
  | 'ours'
  /** The fixers' role, and no record of ours: whoever has its credentials is not us. */
  | 'impostor';

/** A fix's credentials are good for so many seconds; AWS takes no fewer. */
export const sessionSeconds = 900;

/** Clocks may differ by this. */
const skewSeconds = 60;

/** Whether a call was made with the fixers' role of this account: a role of another may bear the same name. */
export function isByFixer({ actor }: Call, fixerRoleArn: string): boolean {
  const [, partition, , , account, role = ''] = fixerRoleArn.split(':');
  return actor.arn.startsWith(`arn:${partition}:sts::${account}:assumed-role/${role.split('/').at(-1)}/`);
}

/** Whether a call was made while the credentials of a record's fix were good: an old record vouches for nothing. */
function isOfItsTime({ at }: Call, id: string): boolean {
  const seconds = (at.getTime() - momentOf(id).getTime()) / 1_000;
  return seconds >= -skewSeconds && seconds <= sessionSeconds + skewSeconds;
}

const isAbout = ({ resource }: DriftRecord, { kind, physicalId }: Target): boolean =>
  kind.kind.name === resource.kind && physicalId === resource.physicalId;

/**
 * Whose call it is. The session's name alone proves nothing: the record of that fix must be of that time, and name one of
 * the call's targets.
 *
 * @param targets what the call concerns
 */
export async function claimOf(
  call: Call,
  fixerRoleArn: string,
  targets: readonly Target[],
  records: Ports['records'],
): Promise<Claim> {
  if (!isByFixer(call, fixerRoleArn)) return 'foreign';
  const id = recordOfSession(call.actor.session);
  if (id === undefined || !isOfItsTime(call, id)) return 'impostor';
  const record = await records.find(id);
  if (record === undefined) return 'impostor';
  return targets.some((target) => isAbout(record, target)) ? 'ours' : 'impostor';
}

/** Tells of a call in the fixers' name that is no fix of ours. */
export async function raiseImpostor(call: Call, targets: readonly Target[], ports: Ports): Promise<Result> {
  const now = ports.clock();
  const resource = { kind: targets[0]?.kind.kind.name ?? 'iam.role', physicalId: targets[0]?.physicalId ?? call.name };
  const why = 'the role of fixes was used, and no fix of ours is on record: its credentials are in other hands';
  const start = { id: recordId(now, ports.digits()), outcome: 'alarmed' as const, resource, why };
  const record = { ...beginRecord(start, call, now, []), severity: 'critical' as const };
  return { did: 'recorded', record: await conclude(ports, record) };
}
