/** A period of operation as it is gathered from an archive, signed by a key of the test. */
import { checkIncrements } from '../../lib/attest/chain';
import { envelopeKeyOf, type Increment, type ItemOf, type Sections } from '../../lib/attest/increment';
import type { OperationFacts } from '../../lib/evidence/facts';
import { emptySections, incrementOf, keep } from '../attest/increments';
import { kmsKey } from '../attest/signers';

export const day = (number: number, hour = 3) => new Date(Date.UTC(2026, 10, number, hour));

const section = <T>(...items: readonly T[]) => ({ status: 'gathered' as const, items: [...items] });

export const driftItem = (changes: Partial<ItemOf<'drift'>> = {}): ItemOf<'drift'> => ({
  record: '20261119T100000000Z-1a2b3c4d',
  outcome: 'fixed',
  kind: 'kms.key',
  resource: 'key-key',
  stack: 'lakeside-practice-derm',
  logicalId: 'Key961B73FD',
  trigger: 'kms:DisableKeyRotation',
  triggeredAt: '2026-11-19T10:00:00.000Z',
  noticedAt: '2026-11-19T10:00:02.000Z',
  severity: 'high',
  controls: ['kms.key.rotation'],
  paragraphs: ['164.312(a)(2)(iv)'],
  paths: ['rotationEnabled'],
  ...changes,
});

export const restoreItem = (changes: Partial<ItemOf<'restores'>> = {}): ItemOf<'restores'> => ({
  job: 'job-1',
  status: 'COMPLETED',
  plan: 'lakeside_restore_test',
  completedAt: '2026-11-19T05:00:00.000Z',
  ...changes,
});

export const responseItem = (changes: Partial<ItemOf<'responses'>> = {}): ItemOf<'responses'> => ({
  case: 'case-1',
  from: 'guardduty',
  type: 'UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B',
  severity: 8,
  status: 'contained',
  openedAt: '2026-11-19T06:00:00.000Z',
  approved: true,
  steps: [],
  ...changes,
});

export const ruleItem = (changes: Partial<ItemOf<'rules'>> = {}): ItemOf<'rules'> => ({
  rule: 'lakeside-root-account-mfa-enabled',
  compliance: 'COMPLIANT',
  ...changes,
});

const access: Pick<Sections, 'roles' | 'users' | 'people'> = {
  roles: section({ role: 'lakeside-evidence', path: '/asepsis/', bounded: true }),
  users: section({ user: 'root', mfa: true, password: true, keys: [] }),
  people: section({ pool: 'lakeside-people', mfa: 'ON', users: 4, groups: [{ group: 'clinician', users: 3 }] }),
};

/** One increment of a day, by what it holds. */
export interface MadeDay {
  readonly day: number;
  readonly drift?: readonly ItemOf<'drift'>[];
  readonly rules?: readonly ItemOf<'rules'>[];
  readonly restores?: readonly ItemOf<'restores'>[];
  readonly responses?: readonly ItemOf<'responses'>[];
  readonly refused?: Partial<Record<keyof Sections, string>>;
}

function sectionsOf({ drift = [], refused = {}, responses = [], restores = [], rules = [] }: MadeDay): Sections {
  const given: Sections = {
    ...emptySections,
    ...access,
    drift: section(...drift),
    rules: section(...rules),
    restores: section(...restores),
    responses: section(...responses),
  };
  const silent = Object.entries(refused).map(([name, why]) => [name, { status: 'refused', why }]);
  return { ...given, ...Object.fromEntries(silent) };
}

const signer = kmsKey();

/** An archive with an increment for each of the days; each begins at the day before. */
export async function archiveOf(days: readonly MadeDay[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let previous: Increment['previous'] = null;
  for (const one of days) {
    const increment = incrementOf(day(one.day - 1), day(one.day), previous);
    previous = await keep(found, { ...increment, sections: sectionsOf(one) }, signer);
  }
  return found;
}

/** As it is gathered between two days. */
export function gatheredFrom(found: ReadonlyMap<string, string>, from: Date, to: Date): OperationFacts {
  const publicKeys = [signer.publicKey];
  const checked = checkIncrements(found, publicKeys, { deployment: 'lakeside', from, to });
  const envelopes = new Map(
    checked.increments.map(({ key }) => [envelopeKeyOf(key), found.get(envelopeKeyOf(key)) ?? '']),
  );
  return { where: 'account', archive: 'lakeside-audit', from, to, publicKeys, ...checked, envelopes };
}

/** Four days without anything odd, up to the moment that made facts speak for. */
export const madeOperation = async (...days: readonly MadeDay[]): Promise<OperationFacts> =>
  gatheredFrom(await archiveOf(days.length > 0 ? days : usualDays), day(19), day(23, 12));

const usualDays: readonly MadeDay[] = [
  { day: 20, drift: [driftItem()], rules: [ruleItem()], restores: [restoreItem()], responses: [responseItem()] },
  {
    day: 21,
    rules: [ruleItem()],
    responses: [responseItem({ status: 'closed', closedAt: '2026-11-20T06:00:00.000Z' })],
  },
  { day: 22, rules: [ruleItem()] },
  { day: 23, rules: [ruleItem()], refused: { restores: 'AccessDeniedException: no' } },
];
