/** Tables as CSV, RFC 4180. Pure. */

/** What a spreadsheet would take for a formula, in ASCII or in full width, also behind blanks. */
const formula = /^[\s\u00A0]*[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/u;

/** The same behind what some spreadsheets take for the end of a cell. */
const inner = /([;\t]\s*)(?=[=+\-@\uFF0B\uFF0D\uFF1D\uFF20])/gu;

/** One cell: no formula, quoted where it must be. */
export function cellOf(value: string | number | boolean | undefined): string {
  const text = value === undefined ? '' : String(value);
  const guarded = text.replace(inner, "$1'");
  const harmless = typeof value === 'string' && formula.test(guarded) ? `'${guarded}` : guarded;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export interface Column<T> {
  readonly head: string;
  readonly of: (row: T) => string | number | boolean | undefined;
}

/** A table with its head, lines ended by CR LF. */
export const csvOf = <T>(columns: readonly Column<T>[], rows: readonly T[]): string =>
  [columns.map(({ head }) => cellOf(head)), ...rows.map((row) => columns.map(({ of }) => cellOf(of(row))))]
    .map((cells) => `${cells.join(',')}\r\n`)
    .join('');
