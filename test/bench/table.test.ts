import { formatNumber, renderTable } from '../../bench/table';

test.each([
  [0, '0'],
  [7, '7'],
  [0.1234, '0.12'],
  [12.345, '12.3'],
  [123.45, '123'],
  [1234.5, '1,235'],
  [1_234_567, '1,234,567'],
  [-2.5, '-2.50'],
  [Number.NaN, '–'],
])('%d is written %s', (value, text) => expect(formatNumber(value)).toBe(text));

test('numbers stand to the right, texts to the left', () =>
  expect(
    renderTable(
      ['phase', 's'],
      [
        ['synth', 3.1],
        ['read back', 12],
      ],
    ),
  ).toBe(['phase         s', '---------  ----', 'synth      3.10', 'read back    12'].join('\n')));

test('a table without rows is its heading', () => expect(renderTable(['phase'], [])).toBe('phase\n-----'));

test('a row of another length is refused', () =>
  expect(() => renderTable(['phase', 's'], [['synth']])).toThrow('a row has 1 cells, the heading 2'));
