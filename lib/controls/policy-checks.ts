/** Checks on resource policies that several controls ask alike. Pure. */
import { isPublic, type Policy } from '../resources/policy';
import { map } from '../resources/read';
import { isUnknown, type Value } from '../resources/value';
import { outsiders } from './outsiders';
import { foreignPrincipals } from './statements';
import { check, checkEach, type Outcome } from './verdict';

const statementsOf = (policy: Value<Policy>) => map(policy, ({ statements }) => statements);

/** No statement allows everyone. */
export const allowsNobodyUnnamed = (policy: Value<Policy>): Outcome =>
  checkEach(
    'policy',
    statementsOf(policy),
    'no Allow for everyone',
    (one) => one.effect === 'Deny' || !isPublic(one),
    (one) => one.sid ?? one.actions,
  );

/** No statement allows a principal of another account. */
export const allowsNoStranger = (policy: Value<Policy>, account: Value<string>): Outcome =>
  isUnknown(account)
    ? check('account', account, 'an account to tell strangers by', () => true)
    : checkEach(
        'policy',
        statementsOf(policy),
        `no Allow for another account than ${account}`,
        (one) => foreignPrincipals(one, account).length === 0,
        (one) => foreignPrincipals(one, account),
      );

/**
 * No statement admits anybody from outside: not everyone, no service on behalf of another account, no other account.
 *
 * @param path where the policy stands in the state
 */
export const admitsNoOutsider = (
  path: string,
  policy: Value<Policy>,
  account: string,
  expected = 'principals of this account, and services on its behalf',
): Outcome =>
  checkEach(
    path,
    statementsOf(policy),
    expected,
    (one) => outsiders(one, account).length === 0,
    (one) => outsiders(one, account),
  );
