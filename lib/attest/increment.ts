/**
 * An increment: what a deployment can show of its operation in one period, written to the archive once, signed, and never
 * changed. Each carries the digest of the one before it, so that none can be taken out unseen. No PHI and no name of a
 * person is part of it. 45 CFR 164.308(a)(1)(ii)(D), 164.308(a)(8), 164.316(b)(1)(ii). Pure.
 */
import * as z from 'zod';

const moment = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);

/** What one source gave, with what was left out by its bound; or, by name, why it gave nothing. */
const section = <T extends z.ZodType>(item: T) =>
  z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('gathered'), items: z.array(item), left: z.string().optional() }),
    z.strictObject({ status: z.literal('refused'), why: z.string() }),
  ]);

const driftItem = z.strictObject({
  record: z.string(),
  outcome: z.string(),
  kind: z.string(),
  /** Physical id; a pseudonym for what no stack declares, since it may be called after a person. */
  resource: z.string(),
  stack: z.string().optional(),
  logicalId: z.string().optional(),
  /** `service:EventName`, or what the sweep is called. */
  trigger: z.string(),
  triggeredAt: z.string(),
  noticedAt: z.string(),
  fixedAt: z.string().optional(),
  severity: z.string(),
  controls: z.array(z.string()),
  paragraphs: z.array(z.string()),
  /** Owned paths that were found wrong, never their values. */
  paths: z.array(z.string()),
});

const responseItem = z.strictObject({
  case: z.string(),
  from: z.string(),
  type: z.string(),
  severity: z.number(),
  status: z.string(),
  openedAt: z.string(),
  closedAt: z.string().optional(),
  expiresAt: z.string().optional(),
  /** Whether a person approved it. */
  approved: z.boolean(),
  releasedBy: z.enum(['expiry', 'person']).optional(),
  steps: z.array(
    z.strictObject({
      kind: z.string(),
      status: z.string(),
      containedAt: z.string().optional(),
      releasedAt: z.string().optional(),
    }),
  ),
});

const ruleItem = z.strictObject({
  rule: z.string(),
  compliance: z.string(),
  /** Resources that do not comply, as far as AWS Config counts them. */
  noncompliant: count.optional(),
  capped: z.boolean().optional(),
});

const restoreItem = z.strictObject({
  job: z.string(),
  status: z.string(),
  validation: z.string().optional(),
  /** The plan of restore testing that started it; a person did where it is absent. */
  plan: z.string().optional(),
  type: z.string().optional(),
  recoveryPoint: z.string().optional(),
  createdAt: moment.optional(),
  completedAt: moment.optional(),
});

const roleItem = z.strictObject({
  role: z.string(),
  path: z.string(),
  createdAt: moment.optional(),
  /** Absent where it was not used within the 400 days that IAM remembers. */
  lastUsedAt: moment.optional(),
  bounded: z.boolean(),
});

const userItem = z.strictObject({
  /** `root`, or a pseudonym: the same user has the same one in each increment. */
  user: z.string(),
  mfa: z.boolean(),
  password: z.boolean(),
  passwordLastUsedAt: z.string().optional(),
  keys: z.array(
    z.strictObject({ active: z.boolean(), rotatedAt: z.string().optional(), lastUsedAt: z.string().optional() }),
  ),
});

const peopleItem = z.strictObject({
  pool: z.string(),
  /** `ON` where nobody signs in without a second factor. */
  mfa: z.string(),
  users: count,
  groups: z.array(z.strictObject({ group: z.string(), users: count })),
});

const sectionsSchema = z.strictObject({
  /** Records of the drift loop of the period. */
  drift: section(driftItem),
  /** Cases of containment that were open in the period: the answers to findings. */
  responses: section(responseItem),
  /** Compliance by rule of AWS Config, at the end of the period. */
  rules: section(ruleItem),
  /** Restores of AWS Backup that ended in the period. */
  restores: section(restoreItem),
  /** Who has access, at the end of the period: roles, users with their keys, people by group. 45 CFR 164.308(a)(4)(ii)(C). */
  roles: section(roleItem),
  users: section(userItem),
  people: section(peopleItem),
});

export type Sections = z.output<typeof sectionsSchema>;
export type SectionName = keyof Sections;
export type ItemOf<Name extends SectionName> = Extract<Sections[Name], { status: 'gathered' }>['items'][number];

export const incrementSchema = z.strictObject({
  format: z.literal('asepsis-increment/1'),
  deployment: z.string(),
  account: z.string(),
  region: z.string(),
  /** The period that it speaks for. */
  from: moment,
  to: moment,
  /** The increment before, by name and digest; none in the first. */
  previous: z.strictObject({ key: z.string(), sha256 }).nullable(),
  /** What its writer found odd in the archive. */
  notes: z.array(z.string()),
  sections: sectionsSchema,
});

export type Increment = z.output<typeof incrementSchema>;

/** Every increment is below it in the archive. */
export const incrementPrefix = 'evidence/';

/** Name of the increment that ends at a moment: `evidence/2026/11/25T010203Z.json`. Sorts by time. */
export function keyOfIncrement(to: Date): string {
  const [day = '', time = ''] = to.toISOString().split('T');
  return `${incrementPrefix}${day.slice(0, 4)}/${day.slice(5, 7)}/${day.slice(8)}T${time.slice(0, 8).replaceAll(':', '')}Z.json`;
}

/** Its signed form beside it. */
export const envelopeKeyOf = (key: string): string => key.replace(/\.json$/, '.dsse.json');

const names = /^evidence\/(\d{4})\/(\d\d)\/(\d\d)T(\d\d)(\d\d)(\d\d)Z(\.dsse)?\.json$/;

/** The increment that a name in the archive belongs to, and the moment in it; undefined for any other name. */
export function incrementOfKey(
  name: string,
): { readonly key: string; readonly at: Date; readonly signed: boolean } | undefined {
  const [, year, month, day, hour, minute, second, dsse] = names.exec(name) ?? [];
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
  if (Number.isNaN(at.getTime())) return undefined;
  return { key: name.replace(/\.dsse\.json$/, '.json'), at, signed: dsse !== undefined };
}
