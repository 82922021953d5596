/** Who can reach PHI, for the page. Pure. */
import type { Change } from '../../../reach/diff';
import type { Reach } from '../../../reach/reach';
import type { Part, Table } from '../model';

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const sessions: Readonly<Record<Reach['rows'][number]['session'], string>> = {
  own: 'of the same practice',
  other: 'of another practice',
  none: 'of no practice',
  fixed: 'as its role says',
};

/** Names of stores without what all of them share; a long list is counted. */
function storesText(ids: readonly string[], known: ReadonlyMap<string, Reach['stores'][number]>): string {
  const names = ids.map((id) => `${known.get(id)?.type ?? 'store'} ${id.split('/')[1] ?? id}`);
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

const changesTable = (changes: readonly Change[]): Table => ({
  title: 'Changed since the bundle before',
  columns: ['what', 'in words'],
  rows:
    changes.length === 0
      ? [['nothing', 'The same can reach the same.']]
      : changes.map(({ kind, sentence }) => [kind, sentence]),
});

/** @param changes what is otherwise than in an older bundle. @default nothing was compared */
export function reachPart(
  { assumptions, denied, paths, principals, rows, stores }: Reach,
  changes?: readonly Change[],
): Part {
  const known = new Map(stores.map((store) => [store.id, store]));
  const names = new Map(principals.map(({ id, name }) => [id, name]));
  const allowed = rows.filter(({ outcome }) => outcome === 'allowed').length;
  return {
    lead: `${counted(stores.length, 'store')} of PHI, ${counted(principals.length, 'principal')}, strangers and other accounts among them. Worked out from the templates' policies in AWS's documented order of evaluation; what is not in the first table is denied.`,
    figures: [
      { value: String(allowed), label: 'ways in that are allowed' },
      { value: String(rows.length - allowed), label: 'that cannot be decided from templates' },
      { value: String(denied.cells), label: 'combinations that are denied' },
    ],
    tables: [
      ...(changes ? [changesTable(changes)] : []),
      {
        title: 'Allowed or undecided',
        columns: ['who', 'session', 'access', 'outcome', 'stores', 'from', 'by which statement'],
        rows: rows.map(({ access, by, decrypts, from, outcome, principal, session, stores: ids, through }) => [
          `${names.get(principal) ?? principal}${through ? ` through ${through.map((id) => names.get(id) ?? id).join(', ')}` : ''}`,
          sessions[session],
          access,
          decrypts === undefined || decrypts === 'allowed' ? outcome : `${outcome}; decryption ${decrypts}`,
          storesText(ids, known),
          from.join(', '),
          by.join('; '),
        ]),
      },
      {
        title: 'Denied, by layer',
        columns: ['layer', 'combinations'],
        numeric: [1],
        rows: Object.entries(denied.byLayer).map(([layer, count]) => [layer, String(count)]),
      },
      {
        title: 'Denied, by what decides',
        columns: ['what', 'combinations'],
        numeric: [1],
        rows: denied.byReason.slice(0, 25).map(({ cells, reason }) => [reason, String(cells)]),
      },
    ],
    notes: [...assumptions, ...(paths.length === 0 ? ['No function runs inside a network.'] : [])],
  };
}
