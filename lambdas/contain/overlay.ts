/** The documents that a containment lays over what is there, and takes away again. Pure: text in, text out. */

/** Name of the inline policy of a role or user whose older sessions are refused. */
export const revocationName = 'AsepsisContainment';

/** Ends the id of a case in a statement's id, in which S3 takes letters and digits alone. */
export const sidOf = (caseId: string): string => `AsepsisContainment${caseId.replace(/[^a-z0-9]/gi, '')}`;

/** The end of the second that has begun: tokens carry whole seconds. */
export const endOfSecond = (at: Date): string =>
  `${new Date((Math.floor(at.getTime() / 1_000) + 1) * 1_000).toISOString().slice(0, 19)}Z`;

/**
 * Refuses every session whose credentials were issued before `at`, and leaves those that come after: as the IAM console's
 * "Revoke active sessions".
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export const revocation = (at: Date): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: revocationName,
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': endOfSecond(at) } },
      },
    ],
  });

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

const objectIn = (text: string): Json => {
  const parsed: unknown = JSON.parse(text);
  if (!isObject(parsed)) throw new TypeError('a policy that is no object');
  return parsed;
};

const statementsIn = (policy: Json): readonly unknown[] => {
  const { Statement } = policy;
  if (Statement === undefined) return [];
  return Array.isArray(Statement) ? (Statement as unknown[]) : [Statement];
};

/** The moment before which a revocation refuses sessions; undefined where the text is none. */
export function revokedBefore(text: string | null): Date | undefined {
  if (text === null) return undefined;
  const [first] = statementsIn(objectIn(text));
  if (!isObject(first) || first.Effect !== 'Deny' || first.Action !== '*') return undefined;
  const condition = isObject(first.Condition) ? first.Condition.DateLessThan : undefined;
  const value = isObject(condition) ? condition['aws:TokenIssueTime'] : undefined;
  const moment = new Date(String(Array.isArray(value) ? value[0] : value));
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

export interface Closing {
  readonly bucket: string;
  readonly partition: string;
  readonly principal: string;
  readonly sid: string;
}

const closing = ({ bucket, partition, principal, sid }: Closing): Json => ({
  Sid: sid,
  Effect: 'Deny',
  // By condition: a principal that is deleted and made again under its name stays out.
  Principal: '*',
  Action: 's3:*',
  Resource: [`arn:${partition}:s3:::${bucket}`, `arn:${partition}:s3:::${bucket}/*`],
  Condition: { ArnEquals: { 'aws:PrincipalArn': principal } },
});

const sidIs = (sid: string) => (one: unknown) => isObject(one) && one.Sid === sid;

/** The bucket policy with one statement more. Everything else in it stays as it is. */
export function close(text: string | null, one: Closing): string {
  const policy = text === null ? { Version: '2012-10-17' } : objectIn(text);
  const others = statementsIn(policy).filter((statement) => !sidIs(one.sid)(statement));
  return JSON.stringify({ ...policy, Statement: [...others, closing(one)] });
}

export const isClosed = (text: string | null, sid: string): boolean =>
  text !== null && statementsIn(objectIn(text)).some(sidIs(sid));

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, canonical(value[key])]),
  );
};

const sameText = (a: string | null, b: string | null): boolean => {
  if (a === null || b === null) return a === b;
  const [left, right] = [objectIn(a), objectIn(b)].map((policy) => ({ ...policy, Statement: statementsIn(policy) }));
  return JSON.stringify(canonical(left)) === JSON.stringify(canonical(right));
};

/**
 * The bucket policy without that statement; null where nothing is left and nothing was before. Where nobody else changed it
 * meanwhile it is the very text that was there.
 */
export function reopen(text: string | null, sid: string, before: string | null): string | null {
  if (text === null) return null;
  const policy = objectIn(text);
  const others = statementsIn(policy).filter((statement) => !sidIs(sid)(statement));
  if (others.length === 0 && before === null) return null;
  const without = JSON.stringify({ ...policy, Statement: others });
  return sameText(without, before) ? before : without;
}
