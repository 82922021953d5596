/** How constructs refuse what would weaken them. */
import { Effect, type IPrincipal, type PolicyDocument, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SafeguardError } from '../errors';

/** One thing that a construct holds to: whether it holds, what was given, what is allowed, and what to do. */
export type Safeguard = readonly [holds: boolean, given: string, allowed: string, remedy: string];

/** @throws SafeguardError for the first that does not hold */
export function uphold(path: string, safeguards: readonly Safeguard[]): void {
  for (const [holds, given, allowed, remedy] of safeguards)
    if (!holds) throw new SafeguardError(path, given, allowed, remedy);
}

const isEveryone = (principals: unknown): boolean => JSON.stringify(principals ?? '').includes('"*"');

/** Whether anybody at all is among who is meant. */
export const isUnnamed = (principal: IPrincipal): boolean => isEveryone(principal.policyFragment.principalJson);

/** Whether a trust policy names nobody in particular. */
export const trustsAnybody = (trust: PolicyDocument | undefined): boolean =>
  ((trust?.toJSON()?.Statement ?? []) as { Principal?: unknown }[]).some(({ Principal }) => isEveryone(Principal));

/** @throws SafeguardError for an Allow to everyone, conditions or not, or to everyone but somebody */
export function refuseEveryone(path: string, statement: PolicyStatement, remedy: string): void {
  const { NotPrincipal, Principal } = statement.toStatementJson();
  if (statement.effect === Effect.DENY) return;
  uphold(path, [
    [!isEveryone(Principal), 'an Allow for the principal *', 'named principals', remedy],
    [NotPrincipal === undefined, 'an Allow for everyone but some', 'named principals', remedy],
  ]);
}

/** @throws SafeguardError for an Allow of every action of a service, or of all */
export function refuseEveryAction(path: string, statement: PolicyStatement): void {
  const wide = statement.actions.find((action) => /^(\*|[^*]+:\*)$/.test(action));
  const { NotAction } = statement.toStatementJson();
  if (statement.effect === Effect.DENY) return;
  uphold(path, [
    [wide === undefined, `an Allow of ${wide}`, 'named actions', 'Name the few actions that are needed.'],
    [
      NotAction === undefined,
      'an Allow of all actions but some',
      'named actions',
      'Name the few actions that are needed.',
    ],
  ]);
}
