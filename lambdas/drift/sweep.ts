/** The sweep: every guarded resource, sent to its family's queue, a few a second. It goes on where it was cut short. */

import { controlsOf, type Family, familyNames } from '../../lib/drift/families';
import type { Deployment } from './deployment';

/** Resources that are looked at in one second, unless told otherwise: the strictest services' describe calls allow a few. */
export const usualPace = 4;

/** SQS delays a message this long at most. */
const longestDelay = 900;

/** SQS takes so many messages in a call. */
const perCall = 10;

export interface Visiting {
  readonly family: Family;
  readonly stack: string;
  readonly logicalId: string;
}

/** Everything that a family guards in the deployed stacks, in an order that stays the same. Pure. */
export function itinerary({ declared, rows }: Pick<Deployment, 'declared' | 'rows'>): readonly Visiting[] {
  const deployed = new Set(rows.map(({ logicalId, stack }) => `${stack}/${logicalId}`));
  const visits = familyNames.flatMap((family) =>
    controlsOf(family)
      .flatMap(({ resource }) => resource.types)
      .flatMap((type) => declared.ofType(type))
      .filter(({ logicalId, stack }) => deployed.has(`${stack}/${logicalId}`))
      .map(({ logicalId, stack }) => ({ family, stack, logicalId })),
  );
  // One visit looks at every kind that a type declares.
  const once = new Map(visits.map((visit) => [keyOf(visit), visit]));
  return [...once].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, visit]) => visit);
}

const keyOf = ({ family, logicalId, stack }: Visiting): string => `${stack}/${logicalId}/${family}`;

/** A message that comes after some seconds. */
export interface Delayed {
  readonly body: string;
  readonly delaySeconds: number;
}

export interface SweepPorts {
  readonly send: (family: Family, messages: readonly Delayed[]) => Promise<void>;
  /** Where the last sweep was cut short: the key after which to go on. */
  readonly cursor: {
    readonly read: () => Promise<string | undefined>;
    readonly write: (after: string | undefined) => Promise<void>;
  };
  readonly clock: () => Date;
  /** Resources that are sent for one second. */
  readonly perSecond: number;
  /** Milliseconds until the function is ended. */
  readonly left: () => number;
}

export interface Swept {
  readonly sent: number;
  readonly of: number;
  readonly finished: boolean;
}

/** Time that is kept for writing the cursor. */
const reserve = 5_000;

/** More than these would come all at once after the longest delay: the next run goes on there. */
export const mostOfARun = (perSecond: number): number => perSecond * longestDelay;

/**
 * Sends what is left of the itinerary. What is not sent in time is left to the next run, which begins there. A queue that
 * takes nothing keeps no other family from its visits.
 *
 * @throws AggregateError at the end, so that the run is tried again
 */
export async function sweep(deployment: Deployment, ports: SweepPorts): Promise<Swept> {
  const all = itinerary(deployment);
  const after = await ports.cursor.read();
  const rest = after === undefined ? all : all.filter((one) => keyOf(one) > after);
  const at = ports.clock().toISOString();
  const failures: unknown[] = [];
  let reached = 0;
  for (const index of steps(Math.min(rest.length, mostOfARun(ports.perSecond)))) {
    if (ports.left() < reserve) break;
    const part = rest.slice(index, Math.min(index + perCall, mostOfARun(ports.perSecond)));
    failures.push(...(await sendPart(part, index, at, ports)));
    reached = index + part.length;
  }
  const last = rest[reached - 1];
  const finished = reached === rest.length;
  await ports.cursor.write(finished ? undefined : last ? keyOf(last) : after);
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} parts of the sweep were not taken`);
  return { sent: reached, of: all.length, finished };
}

const steps = (length: number): readonly number[] =>
  Array.from({ length: Math.ceil(length / perCall) }, (_, step) => step * perCall);

/** What went wrong, by family. */
async function sendPart(
  part: readonly Visiting[],
  offset: number,
  at: string,
  ports: SweepPorts,
): Promise<readonly unknown[]> {
  const byFamily = new Map<Family, Delayed[]>();
  part.forEach(({ family, logicalId, stack }, index) => {
    const body = JSON.stringify({
      'detail-type': 'Asepsis sweep',
      detail: { sweep: `sweep-${at}`, at, stack, logicalId },
    });
    const delaySeconds = Math.min(Math.floor((offset + index) / ports.perSecond), longestDelay);
    byFamily.set(family, [...(byFamily.get(family) ?? []), { body, delaySeconds }]);
  });
  const sent = await Promise.allSettled([...byFamily].map(([family, messages]) => ports.send(family, messages)));
  return sent.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
}
