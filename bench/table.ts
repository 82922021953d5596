/** Plain tables for a terminal and for Markdown. Pure. */

export type Cell = string | number;

const text = (cell: Cell): string => (typeof cell === 'string' ? cell : formatNumber(cell));

/** Three digits that say something: 0.123, 12.3, 1,235. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const [whole = '', fraction] = value.toFixed(Number.isInteger(value) ? 0 : digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/**
 * Numbers to the right, texts to the left, by the first row's cells.
 *
 * @throws RangeError for a row that is longer or shorter than the heading
 */
export function renderTable(heading: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const odd = rows.find((row) => row.length !== heading.length);
  if (odd) throw new RangeError(`a row has ${odd.length} cells, the heading ${heading.length}`);
  const cells = rows.map((row) => row.map(text));
  const widths = heading.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const isNumber = heading.map((_, column) => typeof rows[0]?.[column] === 'number');
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}
