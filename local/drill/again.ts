/**
 * The second delivery: every event comes again, as CloudTrail may send it twice, and beside it one of the fix itself, since
 * a fix of ours is a call like any other. Neither may change anything.
 */
import { randomUUID } from 'node:crypto';
import type { LiveKind } from '../../lambdas/drift/live/live';
import { type DriftRecord, momentOf, sessionName } from '../../lambdas/drift/record';
import { familyOf } from '../../lib/drift/families';
import { compareStates } from '../../lib/resources/compare';
import type { Broken } from './break';
import type { CloudTrailRecord } from './cloudtrail';
import type { DrillOptions, DrillRow, Pending } from './drill';
import type { Scene } from './scene';

/** Whether a sweep wrote a record, and after the call of an event. */
export const isSince = (event: CloudTrailRecord, { noticedAt, trigger }: DriftRecord): boolean =>
  trigger.kind === 'visit' && noticedAt >= event.eventTime;

const fixes: ReadonlySet<DriftRecord['outcome']> = new Set(['fixed', 'recreated']);

/**
 * A call as the session of a fix would make it: CloudTrail tells of our calls too.
 *
 * @param role name of the fixers' role
 */
export function echoOf(event: CloudTrailRecord, { id }: DriftRecord, role: string): CloudTrailRecord {
  const { accountId } = event.userIdentity;
  const arn = `arn:aws:sts::${accountId}:assumed-role/${role}/${sessionName(id)}`;
  const eventTime = momentOf(id).toISOString();
  return { ...event, eventID: randomUUID(), eventTime, userIdentity: { type: 'AssumedRole', arn, accountId } };
}

function ownOf({ event, kind, record }: Pending, { options }: Scene): CloudTrailRecord | undefined {
  const family = familyOf(kind.kind.name);
  if (!event || !record || !family || !fixes.has(record.outcome) || record.trigger.kind !== 'call') return undefined;
  return echoOf(event, record, `${options.deployment}-drift-${family}-fixer`);
}

const differencesOf = async (kind: LiveKind<unknown>, { declared, physicalId }: Broken, { options }: Scene) =>
  declared === undefined
    ? []
    : compareStates(declared, await kind.open(options.sdk).read(physicalId, declared), kind.kind.owned).differences;

/** What is otherwise after the second delivery; undefined where nothing is. */
async function changeAfter(
  { broken, event, kind, records = 0, row }: Pending,
  echo: CloudTrailRecord | undefined,
  { loop, scene }: DrillOptions,
): Promise<string | undefined> {
  if (!broken || !event) return undefined;
  if ((await differencesOf(kind, broken, scene)).length > 0) return 'the second delivery changed something';
  const all = await loop.records(kind.kind.name, broken.physicalId);
  if (echo && all.some(({ trigger }) => trigger.id === echo.eventID))
    return 'the fix’s own event was not known as ours';
  const isOfIt = (record: DriftRecord) =>
    row.noticedBy === 'sweep' ? isSince(event, record) : record.trigger.id === event.eventID;
  const once = all.filter(isOfIt).length === 1 && all.length >= records;
  return once ? undefined : 'the second delivery was not known as such';
}

/**
 * Delivers every event again, and sweeps again where a sweep noticed; waits until all are handled, and looks whether
 * anything is otherwise than before. A loop that does not come to rest is told in the rows: what was seen is not lost.
 */
export async function again(pending: readonly Pending[], options: DrillOptions): Promise<readonly DrillRow[]> {
  const { loop, scene } = options;
  const echoes = new Map(pending.map((one) => [one, ownOf(one, scene)]));
  for (const one of pending) {
    const events = one.row.noticedBy === 'sweep' ? [] : [one.event, echoes.get(one)];
    for (const event of events) if (event) await loop.deliver(event);
  }
  const sweeps = pending.some(({ row }) => row.noticedBy === 'sweep');
  const settled = loop.drained().then(() => (sweeps ? loop.sweep() : 0));
  const unrest = await settled.then(
    () => undefined,
    (error: unknown) => `after the second delivery: ${error instanceof Error ? error.message : String(error)}`,
  );
  return Promise.all(
    pending.map(async (one) => {
      const { row } = one;
      if (!one.event || !one.broken || row.mode !== 'enforce') return row;
      const why = unrest ?? (await changeAfter(one, echoes.get(one), options));
      const noOp = why === undefined;
      return { ...row, noOp, passed: row.passed && noOp, ...(noOp ? {} : { why: row.why ?? why }) };
    }),
  );
}
