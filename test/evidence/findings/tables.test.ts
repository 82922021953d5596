/** The tables of a bundle, of synthesized facts. */
import { controls } from '../../../lib/controls';
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import { tableFiles } from '../../../lib/evidence/findings/tables';
import { drilledWell, readBackAsDeclared, synthesizedFacts } from '../made-facts';
import { hostile } from './hostile';
import { parseCsv } from './read-findings';

const facts = synthesizedFacts('clinic', hostile);

describe('tables', () => {
  const tables = () => new Map(tableFiles(coverageOf(facts)).map(([name, text]) => [name, parseCsv(text)]));

  test.each([
    ['controls.csv', controls.length],
    ['responsibility.csv', 66],
    ['conformance-pack.csv', 130],
  ])('%s has a head and a row for each of %i, all of one width', (name, count) => {
    const rows = tables().get(name) ?? [];
    expect(rows).toHaveLength(count + 1);
    expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
  });

  test('no cell is a formula', () => {
    const cells = [...tables().values()].flat(2);
    expect(cells.filter((text) => /^\s*[=+\-@]/.test(text))).toEqual([]);
    expect(cells.filter((text) => /[;\t]\s*[=+\-@]/.test(text))).toEqual([]);
  });

  test('responsibility is inherited, shared or customer', () => {
    const [head = [], ...rows] = tables().get('responsibility.csv') ?? [];
    const column = head.indexOf('responsibility');
    const count = (share: string) => rows.filter((row) => row[column] === share).length;
    expect([count('customer'), count('inherited'), count('shared')]).toEqual([18, 8, 40]);
  });

  test("the practice's words stand as they were given, but for the guard", () => {
    const [head = [], ...rows] = tables().get('responsibility.csv') ?? [];
    const row = rows.find(([item]) => item === '164.308(a)(5)(ii)(A)') ?? [];
    expect(row[head.indexOf('addressable')]).toBe('not applicable');
    expect(row[head.indexOf('approver')]).toBe('\'+49 <b>Dr. "O\'Neil"</b>');
    expect(row[head.indexOf('rationale')]).toBe(
      "'=cmd|' /C calc'!A0, and \"quoted\"; '@SUM(1) <script>alert(1)</script> שלום",
    );
  });

  test('what supports an item that people answer is told apart from what it is shown as', () => {
    const shown = { ...facts, deployed: readBackAsDeclared(facts), drill: drilledWell() };
    const [head = [], ...rows] = parseCsv(new Map(tableFiles(coverageOf(shown))).get('responsibility.csv') ?? '');
    const cell = (id: string, column: string) => rows.find(([item]) => item === id)?.[head.indexOf(column)];
    const columns = ['asks for', 'answered', 'shown as', 'support shown as', 'support shown where'];
    expect(columns.map((column) => cell('164.308(a)(1)(ii)(A)', column))).toEqual([
      'what people do and write down',
      "the practice's own process",
      '',
      'operating',
      'local cloud',
    ]);
    expect(columns.map((column) => cell('164.312(b)', column))).toEqual([
      'a mechanism',
      'at synth; at run time',
      'operating',
      '',
      '',
    ]);
  });

  test('what was told is not said to be put right', () => {
    const shown = { ...facts, deployed: readBackAsDeclared(facts), drill: drilledWell() };
    const [head = [], ...rows] = parseCsv(new Map(tableFiles(coverageOf(shown))).get('controls.csv') ?? '');
    const operating = rows.filter((row) => row[head.indexOf('shown as')] === 'operating');
    expect(operating.length).toBeGreaterThan(100);
    for (const row of operating) {
      const told = row[head.indexOf('at drift')] === 'enforce' ? 'put right' : 'told';
      expect([row[0], row[head.indexOf('at a break')]]).toEqual([row[0], told]);
    }
  });
});
