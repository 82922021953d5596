import fc from 'fast-check';
import { itinerary, mostOfARun, type SweepPorts, sweep, usualPace } from '../../../lambdas/drift/sweep';
import { parseTrigger } from '../../../lambdas/drift/trigger';
import { controlsOf, type Family, familyNames } from '../../../lib/drift/families';
import { deploymentOf, soundKey } from './fake-deployment';
import { wholeDeployment } from './whole-deployment';

/** A deployment of so many keys. */
const keys = (count: number, stack = 'lakeside-many') =>
  deploymentOf([
    {
      stack,
      template: {
        Resources: Object.fromEntries(Array.from({ length: count }, (_, number) => [`Key${number}`, soundKey])),
      },
    },
  ]);

interface Sent {
  readonly family: Family;
  readonly place: string;
  readonly delaySeconds: number;
}

/** Queues and a cursor in memory. Time runs out after so many parts. */
function world(partsInTime = Number.POSITIVE_INFINITY, broken: readonly Family[] = []) {
  const sent: Sent[] = [];
  let after: string | undefined;
  let parts = 0;
  const ports: SweepPorts = {
    send: async (family, messages) => {
      if (broken.includes(family)) throw new Error(`no queue of ${family}`);
      expect(messages.length).toBeLessThanOrEqual(10);
      for (const { body, delaySeconds } of messages) {
        const visit = parseTrigger(body);
        if (visit.kind === 'visit') sent.push({ family, place: `${visit.stack}/${visit.logicalId}`, delaySeconds });
      }
    },
    cursor: {
      read: async () => after,
      write: async (value) => {
        after = value;
      },
    },
    perSecond: usualPace,
    clock: () => new Date('2026-11-24T20:00:00Z'),
    left: () => {
      parts += 1;
      return parts > partsInTime ? 4_999 : 60_000;
    },
  };
  return {
    ports,
    sent,
    cursor: () => after,
    again: (more: number) => {
      parts = 0;
      partsInTime = more;
    },
  };
}
const places = (sent: readonly Sent[]) => sent.map(({ place }) => place);

describe('the itinerary', () => {
  const whole = deploymentOf(wholeDeployment());

  test('of a whole deployment has every resource that a control guards, once', () => {
    const all = itinerary(whole);
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(all.length);
    const types = new Set(
      familyNames.flatMap((family) => controlsOf(family).flatMap(({ resource }) => resource.types)),
    );
    const guarded = whole.declared.resources.filter(({ type }) => types.has(type));
    expect(new Set(all.map(({ logicalId, stack }) => `${stack}/${logicalId}`))).toEqual(
      new Set(guarded.map(({ logicalId, stack }) => `${stack}/${logicalId}`)),
    );
    expect(all.length).toBeGreaterThan(90);
  });

  test('leaves out what is declared and not deployed, and has the same order each time', () => {
    const { declared, rows } = keys(5);
    const all = itinerary({ declared, rows: rows.slice(1) });
    expect(all.map(({ logicalId }) => logicalId)).toEqual(['Key1', 'Key2', 'Key3', 'Key4']);
    expect(itinerary({ declared, rows: [...rows].reverse() })).toEqual(itinerary({ declared, rows }));
  });
});

describe('a sweep', () => {
  test('sends everything, a few a second, and is at its end', async () => {
    const { cursor, ports, sent } = world();
    expect(await sweep(keys(95), ports)).toEqual({ sent: 95, of: 95, finished: true });
    expect(cursor()).toBeUndefined();
    for (const delay of new Set(sent.map(({ delaySeconds }) => delaySeconds)))
      expect(sent.filter(({ delaySeconds }) => delaySeconds === delay).length).toBeLessThanOrEqual(usualPace);
    expect(Math.max(...sent.map(({ delaySeconds }) => delaySeconds))).toBe(Math.floor(94 / usualPace));
  });

  test('of nothing is at its end', async () => {
    expect(await sweep(deploymentOf([]), world().ports)).toEqual({ sent: 0, of: 0, finished: true });
  });

  test('that is cut short goes on where it was, and loses and doubles nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 70 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 5 }),
        async (count, cuts) => {
          const deployment = keys(count);
          const { again, ports, sent } = world();
          for (const cut of cuts) {
            again(cut);
            if ((await sweep(deployment, ports)).finished) break;
          }
          const finished = places(sent).length === count;
          again(Number.POSITIVE_INFINITY);
          if (!finished) await sweep(deployment, ports);
          expect(places(sent).sort()).toEqual(
            itinerary(deployment)
              .map(({ logicalId, stack }) => `${stack}/${logicalId}`)
              .sort(),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  test('that has no time at all stays where it was', async () => {
    const { again, cursor, ports } = world(2);
    await sweep(keys(40), ports);
    const before = cursor();
    again(0);
    expect(await sweep(keys(40), ports)).toMatchObject({ sent: 0, finished: false });
    expect([before, cursor()]).toEqual([expect.stringContaining('lakeside-many/'), before]);
  });

  test('that was cut short goes on though the resource at which it stopped is gone', async () => {
    const { again, ports, sent } = world(1);
    const all = keys(30);
    await sweep(all, ports);
    const last = places(sent).at(-1);
    again(Number.POSITIVE_INFINITY);
    const rows = all.rows.filter(({ logicalId, stack }) => `${stack}/${logicalId}` !== last);
    await sweep({ ...all, rows }, ports);
    expect(new Set(places(sent)).size).toBe(30);
    expect(sent).toHaveLength(30);
  });

  test('never sends more than its delays can spread, and leaves the rest to the next run', async () => {
    const most = mostOfARun(usualPace);
    const many = keys(most + 25);
    const { cursor, ports, sent } = world();
    expect(await sweep(many, ports)).toEqual({ sent: most, of: most + 25, finished: false });
    expect(Math.max(...sent.map(({ delaySeconds }) => delaySeconds))).toBeLessThan(900);
    expect(cursor()).toBeDefined();
    expect(await sweep(many, ports)).toMatchObject({ sent: 25, finished: true });
    expect(new Set(places(sent)).size).toBe(most + 25);
  });

  test('reaches every other family though one queue is gone, and fails in the end', async () => {
    const deployment = deploymentOf(wholeDeployment());
    const { cursor, ports, sent } = world(Number.POSITIVE_INFINITY, ['data']);
    await expect(sweep(deployment, ports)).rejects.toThrow(/parts of the sweep were not taken/);
    const others = itinerary(deployment).filter(({ family }) => family !== 'data');
    expect(sent).toHaveLength(others.length);
    expect(cursor()).toBeUndefined();
  });
});
