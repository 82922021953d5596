/** The access review: roles with their last use, users with their second factor and keys. 45 CFR 164.308(a)(4)(ii)(C). */
import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type IAMClient,
  paginateGetAccountAuthorizationDetails,
  type RoleDetail,
} from '@aws-sdk/client-iam';
import type { ItemOf } from '../../../lib/attest/increment';
import { allOf, mostItems } from '../bounds';
import type { Gathered } from '../ports';
import { pseudonymOf } from '../pseudonym';

function roleOf(role: RoleDetail): ItemOf<'roles'> {
  const { CreateDate, Path = '/', PermissionsBoundary, RoleLastUsed, RoleName = '' } = role;
  return {
    role: RoleName,
    path: Path,
    ...(CreateDate === undefined ? {} : { createdAt: CreateDate.toISOString() }),
    ...(RoleLastUsed?.LastUsedDate === undefined ? {} : { lastUsedAt: RoleLastUsed.LastUsedDate.toISOString() }),
    bounded: PermissionsBoundary !== undefined,
  };
}

export async function roles(client: IAMClient): Promise<Gathered<ItemOf<'roles'>>> {
  const pages = paginateGetAccountAuthorizationDetails({ client }, { Filter: ['Role'] });
  const { items, left } = await allOf(pages, ({ RoleDetailList = [] }) => RoleDetailList.map(roleOf));
  return { items: [...items].sort((a, b) => (a.role < b.role ? -1 : 1)), ...(left === undefined ? {} : { left }) };
}

/** Cells of a line of CSV, quoted or not (RFC 4180): names of users may hold commas. */
export function cellsOf(line: string): readonly string[] {
  const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...cells].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

/** What the report says for "never", "there is none" and "nobody knows". */
const nothing = /^(?:|N\/A|no_information|not_supported)$/;

function userOf(cell: (column: string) => string): ItemOf<'users'> {
  const moment = (column: string) => (nothing.test(cell(column)) ? undefined : cell(column));
  const passwordLastUsedAt = moment('password_last_used');
  const keys = [1, 2].flatMap((number) => {
    const rotatedAt = moment(`access_key_${number}_last_rotated`);
    const lastUsedAt = moment(`access_key_${number}_last_used_date`);
    const active = cell(`access_key_${number}_active`) === 'true';
    // A key that was never rotated has the moment of its creation there.
    if (!active && rotatedAt === undefined) return [];
    return [
      {
        active,
        ...(rotatedAt === undefined ? {} : { rotatedAt }),
        ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
      },
    ];
  });
  const name = cell('user');
  return {
    user: name === '<root_account>' ? 'root' : pseudonymOf(cell('arn') || name),
    mfa: cell('mfa_active') === 'true',
    password: cell('password_enabled') === 'true',
    ...(passwordLastUsedAt === undefined ? {} : { passwordLastUsedAt }),
    keys,
  };
}

/** Reads IAM's credential report. Pure. @throws RangeError for a report without the columns that count */
export function usersIn(report: string): Gathered<ItemOf<'users'>> {
  const [head = '', ...lines] = report.split(/\r?\n/).filter((line) => line !== '');
  const columns = cellsOf(head);
  const lacking = ['user', 'arn', 'mfa_active', 'password_enabled', 'access_key_1_active', 'access_key_2_active'].find(
    (column) => !columns.includes(column),
  );
  if (lacking !== undefined) throw new RangeError(`the credential report has no column ${lacking}`);
  const items = lines.map((line) => {
    const cells = cellsOf(line);
    return userOf((column) => cells[columns.indexOf(column)] ?? '');
  });
  const over = items.length - mostItems;
  const kept = items.slice(0, mostItems).sort((a, b) => (a.user < b.user ? -1 : 1));
  return over > 0 ? { items: kept, left: `${over} more` } : { items: kept };
}

/** Looks at the report so often, and so long apart: IAM takes some seconds to write it. */
const looks = 15;
const between = 2_000;

/** @throws Error where IAM does not come to an end with it */
export async function users(
  client: IAMClient,
  wait: (milliseconds: number) => Promise<void>,
): Promise<Gathered<ItemOf<'users'>>> {
  for (let look = 0; look < looks; look += 1) {
    if (look > 0) await wait(between);
    const { State } = await client.send(new GenerateCredentialReportCommand({}));
    if (State !== 'COMPLETE') continue;
    const { Content = new Uint8Array() } = await client.send(new GetCredentialReportCommand({}));
    return usersIn(Buffer.from(Content).toString('utf8'));
  }
  throw new Error('IAM has not written the credential report in time');
}
