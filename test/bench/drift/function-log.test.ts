import { entriesOf } from '../../../bench/drift/function-log';

const line = (stream: string, message: string, more: object = {}, at = '2026-11-24T20:00:00.123Z') => ({
  stream,
  text: JSON.stringify({ level: 'INFO', message, timestamp: at, ...more }),
});
const at = Date.parse('2026-11-24T20:00:00.123Z');

test('an event is entered when the invocation that tells of it was', () => {
  const lines = [
    { stream: 'a', text: 'START RequestId: 1 Version: $LATEST' },
    line('a', 'entered'),
    line('a', 'sdk call', { command: 'DescribeKeyCommand' }, '2026-11-24T20:00:00.200Z'),
    line('a', 'drift fixed', { event: 'e1', record: 'r1' }, '2026-11-24T20:00:00.400Z'),
    line('b', 'entered', {}, '2026-11-24T20:00:01.000Z'),
    line('b', 'drift reported', { event: 'e2' }, '2026-11-24T20:00:01.300Z'),
  ];
  expect([...entriesOf(lines)]).toEqual([
    ['e1', at],
    ['e2', Date.parse('2026-11-24T20:00:01.000Z')],
  ]);
});

test.each([
  ['an invocation without an entry', [line('a', 'drift fixed', { event: 'e1' })]],
  ['an entry of another invocation', [line('b', 'entered'), line('a', 'drift fixed', { event: 'e1' })]],
  ['a line that names an event and tells of no drift', [line('a', 'entered'), line('a', 'put off', { event: 'e1' })]],
  ['a line that is cut short', [line('a', 'entered'), { stream: 'a', text: '{"message":"drift fixed","event":"e1"' }]],
  [
    'a line without its time',
    [{ stream: 'a', text: '{"message":"entered"}' }, line('a', 'drift fixed', { event: 'e1' })],
  ],
])('%s says nothing', (_name, lines) => {
  expect(entriesOf(lines).size).toBe(0);
});
