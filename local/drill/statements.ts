/** Statements that somebody adds to a resource's policy. Pure. */
import { type Policy, readPolicy, type Statement, writePolicy } from '../../lib/resources/policy';
import { type Data, isUnknown } from '../../lib/resources/value';

/** An account that is not ours. */
export const stranger = '999988887777';

export const strangersRoot = { AWS: `arn:aws:iam::${stranger}:root` };

/** A policy's statement as a person writes it. */
export type Written = Readonly<Record<string, Data>>;

export const allow = (
  principal: Data,
  action: readonly string[],
  resource: readonly string[],
  more: Written = {},
): Written => ({ Effect: 'Allow', Principal: principal, Action: action, Resource: resource, ...more });

/**
 * A policy as it stands, with statements added: who widens one keeps the rest, so that nobody misses anything.
 *
 * @throws TypeError where the policy cannot be read
 */
export function withStatements(text: string | undefined, ...added: readonly Written[]): string {
  const policy = JSON.parse(writePolicy(readPolicy(text))) as { readonly Statement: readonly Written[] };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, ...added] });
}

/** A policy as it stands, without some of its statements. */
export function withoutStatements(text: string | undefined, drop: (one: Statement) => boolean): string {
  const policy = readPolicy(text);
  if (isUnknown(policy)) throw new TypeError(policy.unknown);
  const kept: Policy = { statements: policy.statements.filter((one) => !drop(one)) };
  return writePolicy(kept);
}
