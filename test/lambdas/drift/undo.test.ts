/** Taking a fix back. */
import type { DriftRecord } from '../../../lambdas/drift/record';
import { undo, withValue } from '../../../lambdas/drift/undo';

const now = new Date('2026-11-24T12:00:00Z');
const record: DriftRecord = {
  id: '20261124T115900000Z-1a2b3c4d',
  outcome: 'fixed',
  resource: { kind: 'k', physicalId: 'id' },
  trigger: { kind: 'call', id: 'e', at: now.toISOString(), name: 's:Call' },
  noticedAt: now.toISOString(),
  controls: [],
  paragraphs: [],
  severity: 'low',
  findings: [],
  changes: [
    { path: 'a.b', before: 1, after: 2 },
    { path: 'c', before: 'old', after: 'new' },
  ],
  notified: true,
};

function world(live: unknown) {
  const events: string[] = [];
  const put = (name: string) => async (_id: string, wanted: unknown) =>
    void events.push(`${name} ${JSON.stringify(wanted)}`);
  const ports = {
    live: { read: () => Promise.resolve(live), puts: { 'a.b': put('a.b'), c: put('c') } },
    hold: async (_record: DriftRecord, path: string, until: Date) =>
      void events.push(`hold ${path} ${until.toISOString()}`),
    write: async ({ outcome }: DriftRecord) => void events.push(`write ${outcome}`),
    clock: () => now,
  };
  return { events, ports };
}

test('holds first, puts what stood there before, and writes it down', async () => {
  const { events, ports } = world({ a: { b: 2, x: 9 }, c: 'new' });
  expect((await undo(record, 24, ports)).outcome).toBe('undone');
  const wanted = JSON.stringify({ a: { b: 1, x: 9 }, c: 'old' });
  expect(events).toEqual([
    'hold a.b 2026-11-25T12:00:00.000Z',
    'hold c 2026-11-25T12:00:00.000Z',
    `a.b ${wanted}`,
    `c ${wanted}`,
    'write undone',
  ]);
});

test.each([
  ['that changed nothing', { ...record, changes: [] }, {}, 'nothing to take back'],
  ['of a resource that is gone', record, undefined, 'does not exist'],
])('a record %s is refused, and nothing is done', async (_, given, live, message) => {
  const { events, ports } = world(live);
  await expect(undo(given, 24, ports)).rejects.toThrow(message);
  expect(events).toEqual([]);
});

test('a value is replaced at its path alone', () => {
  expect(withValue({ a: { b: 1, c: 2 } }, 'a.b', 3)).toEqual({ a: { b: 3, c: 2 } });
  expect(withValue(undefined, 'a.b', 3)).toEqual({ a: { b: 3 } });
});
