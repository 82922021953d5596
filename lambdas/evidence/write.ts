/** Writes one increment: since the last one, signed, and linked to it. */
import { canonicalJson, digestOf } from '../../lib/attest/canonical';
import { payloadTypes, sealed } from '../../lib/attest/envelope';
import {
  envelopeKeyOf,
  type Increment,
  incrementOfKey,
  incrementPrefix,
  keyOfIncrement,
  type Sections,
} from '../../lib/attest/increment';
import { openIncrement } from '../../lib/attest/open-increment';
import { gather } from './gather';
import type { Archive, EvidencePorts, Period } from './ports';

/** The first increment looks back so far. */
const firstDays = 31;

/**
 * A period ends so many seconds before its increment is written: a fix that was under way is over by then, and is recorded
 * as what it came to.
 */
export const usualSettling = 180;

/** Envelopes that are looked at for the last sound one. Whoever put more unsound ones there has left their names. */
const mostLooks = 50;

interface Last {
  readonly previous: Increment['previous'];
  readonly to: Date | undefined;
  readonly notes: readonly string[];
}

/** The last increment that our own key signed; what stands beside it and is none is noted by name. */
async function lastIn(archive: Archive, publicKey: string, now: Date): Promise<Last> {
  const names = await archive.list(incrementPrefix);
  const found = names.flatMap((name) => incrementOfKey(name) ?? []);
  const signed = new Set(found.filter((one) => one.signed).map(({ key }) => key));
  const notes = found
    .filter((one) => !one.signed && !signed.has(one.key))
    .map(({ key }) => `${key}: nothing signs it`)
    .slice(-mostLooks);
  for (const key of [...signed].sort().reverse().slice(0, mostLooks)) {
    const name = envelopeKeyOf(key);
    const opened = openIncrement(await archive.read(name), [publicKey]);
    if ('problem' in opened) notes.push(`${name}: ${opened.problem}`);
    else if (Date.parse(opened.increment.to) > now.getTime()) notes.push(`${name}: it ends in the future`);
    else {
      const { increment, payload } = opened;
      return { previous: { key, sha256: digestOf(payload) }, to: new Date(increment.to), notes };
    }
  }
  return { previous: null, to: undefined, notes };
}

export interface Place {
  readonly deployment: string;
  readonly account: string;
  readonly region: string;
}

export interface Written {
  /** Absent where the last increment already speaks for the period. */
  readonly key?: string;
  readonly sha256?: string;
  /** Sections whose source gave nothing. */
  readonly refused: readonly string[];
}

const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * 86_400_000);

const composed = (place: Place, last: Last, { from, to }: Period, sections: Sections): Increment => ({
  format: 'asepsis-increment/1',
  ...place,
  from: from.toISOString(),
  to: to.toISOString(),
  previous: last.previous,
  notes: [...last.notes].sort(),
  sections,
});

/** @throws what the archive or the key throws: then nothing is written that counts, and the next run begins where this one did */
export async function writeIncrement(
  place: Place,
  ports: EvidencePorts,
  settleSeconds: number = usualSettling,
): Promise<Written> {
  const { archive, clock, log } = ports;
  const now = clock();
  // Whole seconds, as its name has them.
  const to = new Date((Math.floor(now.getTime() / 1_000) - settleSeconds) * 1_000);
  const signer = await ports.signer();
  const last = await lastIn(archive, signer.publicKey, now);
  const period = { from: last.to ?? daysBefore(to, firstDays), to };
  if (period.from >= to) {
    log.info('nothing is new since the last increment', { last: last.previous?.key });
    return { refused: [] };
  }
  const increment = composed(place, last, period, await gather(ports, period));
  const payload = `${canonicalJson(increment)}\n`;
  const envelope = await sealed(payloadTypes.increment, Buffer.from(payload), signer);
  const key = keyOfIncrement(to);
  await archive.write(key, payload);
  // Last: an increment counts once it is signed.
  await archive.write(envelopeKeyOf(key), `${canonicalJson(envelope)}\n`);
  const { from, notes, sections } = increment;
  const refused = Object.entries(sections).flatMap(([name, { status }]) => (status === 'refused' ? [name] : []));
  log.info('an increment was written', { key, from, refused, notes: notes.length });
  return { key, sha256: digestOf(payload), refused };
}
