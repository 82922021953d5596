/** Whom a resource's own policy lets in from outside: asked of functions, topics, queues and secrets. Pure. */
import { conditionValues, isPublic, type Statement, speaksOf } from '../resources/policy';
import { isSymbolic } from '../resources/value';
import { equals, keepsToPrincipalsOf } from './statements';

const accountOf = (principal: string): string | undefined =>
  /^(\d{12})$/.exec(principal)?.[1] ?? /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1];

/**
 * Whether an ARN names a source of `account`. A bucket's ARN holds no account: it is taken for ours where it is named
 * in full. AWS's own rule is content with any ARN; a wildcard in place of the account is not one.
 */
function isOwnSource(arn: string, account: string): boolean {
  if (isSymbolic(arn) && !arn.startsWith('arn:')) return true;
  const [, , service, , home, ...resource] = arn.split(':');
  if (home === account) return true;
  return service === 's3' && home === '' && !/[*?]/.test(resource.join(':'));
}

/** Whether a condition keeps the statement to callers on behalf of this account or of one organisation. */
function isBound(one: Statement, account: string): boolean {
  if (keepsToPrincipalsOf(one, account)) return true;
  const accounts = [...equals(one, 'aws:SourceAccount'), ...equals(one, 'aws:SourceOwner')];
  if (accounts.length > 0) return accounts.every((value) => value === account);
  const organisations = equals(one, 'aws:SourceOrgID');
  if (organisations.length > 0) return !organisations.some((value) => value.includes('*'));
  const sources = equals(one, 'aws:SourceArn');
  return sources.length > 0 && sources.every((arn) => isOwnSource(arn, account));
}

/**
 * Principals of a statement that come from outside `account`, with what makes them so: everyone, a service that would
 * do the bidding of any account (the confused deputy), another account.
 */
export function outsiders(one: Statement, account: string): readonly string[] {
  if (one.effect === 'Deny' || isBound(one, account)) return [];
  if (isPublic(one)) return ['everyone'];
  const { AWS: accounts = [], Service: services = [], ...others } = one.principals;
  return [
    ...services.map((service) => `${service} for any account`),
    ...accounts.filter((principal) => !isSymbolic(principal) && accountOf(principal) !== account),
    ...Object.values(others).flat(),
  ];
}

/** Whether the statement refuses an action to everyone who asks without TLS. */
export const refusesPlainText = (one: Statement, action: string): boolean =>
  one.effect === 'Deny' &&
  isPublic(one) &&
  speaksOf(one, action) &&
  conditionValues(one, 'Bool', 'aws:SecureTransport').includes('false');
