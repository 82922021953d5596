/** Who can reach PHI, for the page. Pure. */
import type { Change } from '../../../reach/diff';
import type { Reach } from '../../../reach/reach';
import type { Cell, Part, Table } from '../model';
import { deniedTable } from './reach-denied';
import { anyStack, grouped, practiceStacks, type RowGroup, ungrouped } from './reach-groups';
import { leadsTable, powersTable } from './reach-powers';
import { ReachWords, sessionWords } from './reach-words';

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;

/** Rows that a page bears; with more, what is left out is in the file beside it. */
const mostRows = 500;

const changesTable = (changes: readonly Change[]): Table => ({
  title: 'Changed since the bundle before',
  columns: ['what', 'in words'],
  rows:
    changes.length === 0
      ? [['nothing', 'The same can reach the same, and change the same.']]
      : changes.map(({ kind, sentence }) => [kind, sentence]),
});

/** A group as one row; one practice's alone is told with its own names. */
function rowOf(group: RowGroup, words: ReachWords): readonly Cell[] {
  const rows = ungrouped(group);
  const row = group.stacks.length === 1 ? (rows[0] ?? group.row) : group.row;
  const { access, by, decrypts, from, outcome, principal, session, through } = row;
  return [
    `${words.who(principal, rows)}${session === 'fixed' ? '' : `, in a session ${sessionWords[session]}`}${through ? `, through ${through.map((id) => words.named(id)).join(', ')}` : ''}`,
    access,
    decrypts === undefined || decrypts === 'allowed' ? outcome : `${outcome}; decryption ${decrypts}`,
    words.stores(rows.flatMap(({ stores }) => stores)),
    from.join(', '),
    by.join('; '),
  ];
}

function allowedTable({ rows }: Reach, words: ReachWords): Table {
  const groups = grouped(rows, words.stacks);
  const left = groups.slice(mostRows).reduce((sum, { stacks }) => sum + Math.max(1, stacks.length), 0);
  return {
    title: 'Allowed or undecided',
    columns: ['who', 'access', 'outcome', 'stores', 'from', 'by which statement'],
    rows: [
      ...groups.slice(0, mostRows).map((group) => rowOf(group, words)),
      ...(left > 0 ? [[`and ${counted(left, 'way')} more`, '', '', 'in reach.json beside this page', '', '']] : []),
    ],
  };
}

/** What a reader of a shortened table must know. */
const shortened = `What differs only by the practice is one row, in which ${anyStack} stands for the practice's stack; what is not as in the other practices has a row of its own. reach.json beside this page has every way for itself.`;

/** @param changes what is otherwise than in an older bundle. @default nothing was compared */
export function reachPart(reach: Reach, changes?: readonly Change[]): Part {
  const { assumptions, denied, escalation, limits, paths, principals, rows, stores } = reach;
  const stacks = practiceStacks(stores);
  const words = new ReachWords(reach, stacks);
  const allowed = rows.filter(({ outcome }) => outcome === 'allowed').length;
  const changers = new Set(escalation.powers.map(({ principal }) => principal)).size;
  return {
    lead: `${counted(stores.length, 'store')} of PHI, ${counted(principals.length, 'principal')}, strangers and other accounts among them. Worked out from the templates' policies in AWS's documented order of evaluation. By present policies, what the first table does not name is denied, and "Denied" says by which statement; who can change those policies, code, trusts or accounts, and what that leads to, stands between them. It holds for the principals and stores that are named here, within the limits below.`,
    figures: [
      { value: allowed.toLocaleString('en-US'), label: 'ways in that are allowed' },
      { value: (rows.length - allowed).toLocaleString('en-US'), label: 'that cannot be decided from templates' },
      { value: denied.cells.toLocaleString('en-US'), label: 'combinations that are denied' },
      {
        value: changers.toLocaleString('en-US'),
        label: 'principals that could change who reaches it',
        note: 'An administrator and the root user among them.',
      },
    ],
    tables: [
      ...(changes ? [changesTable(changes)] : []),
      allowedTable(reach, words),
      powersTable(reach, words),
      leadsTable(reach, words, mostRows),
      deniedTable(reach, words, stacks, mostRows),
      {
        title: 'Denied, by layer',
        columns: ['layer', 'combinations'],
        numeric: [1],
        rows: Object.entries(denied.byLayer).map(([layer, count]) => [layer, count.toLocaleString('en-US')]),
      },
    ],
    notes: [
      ...(words.stacks.length > 0 ? [shortened] : []),
      ...assumptions,
      ...limits.map((limit) => `Not considered: ${limit.charAt(0).toLowerCase()}${limit.slice(1)}`),
      ...(paths.length === 0 ? ['No function runs inside a network.'] : []),
    ],
  };
}
