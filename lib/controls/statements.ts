/** What a policy statement amounts to, asked by several controls. Pure. */
import { accountOf, conditionValues, isPublic, type Statement, speaksOf } from '../resources/policy';

/** Whether the statement allows everything on everything. `NotAction` on everything is as wide. */
export const grantsEverything = (one: Statement): boolean =>
  one.effect === 'Allow' &&
  (one.resources.includes('*') || one.notResources.length > 0) &&
  (one.actions.some((action) => action === '*' || action === '*:*') || one.notActions.length > 0);

/** Whether the statement allows all actions of a service, whatever the resource. */
export const grantsWholeService = (one: Statement): boolean =>
  one.effect === 'Allow' && one.actions.some((action) => /^[^*?:]+:\*$/.test(action));

const everyKey = /^arn:[^:]*:kms:[^:]*:[^:]*:(key\/)?\*$/;
const narrowing = /^(kms:ViaService|kms:ResourceAliases|kms:EncryptionContext:.+|aws:ResourceTag\/.+)$/i;

const isNarrowed = (one: Statement): boolean =>
  Object.entries(one.conditions).some(
    ([operator, keys]) => !/Not|IfExists/i.test(operator) && Object.keys(keys).some((key) => narrowing.test(key)),
  );

/**
 * Whether the statement lets its holder decrypt under any key. Keys of one account, narrowed to a service or a tag, are
 * not any key; AWS's own rule ignores conditions and would still report those. What allows everything is reported as that.
 */
export const decryptsAnything = (one: Statement): boolean =>
  one.effect === 'Allow' &&
  !grantsEverything(one) &&
  (speaksOf(one, 'kms:Decrypt') || speaksOf(one, 'kms:ReEncryptFrom')) &&
  (one.notResources.length > 0 ||
    one.resources.includes('*') ||
    (one.resources.some((resource) => everyKey.test(resource)) && !isNarrowed(one)));

/** Values of a condition key under the operators that ask for one of them. */
export const equals = (one: Statement, key: string): readonly string[] =>
  ['StringEquals', 'ForAnyValue:StringEquals', 'ArnEquals', 'ArnLike', 'StringLike'].flatMap((operator) =>
    conditionValues(one, operator, key),
  );

/** Whether a condition keeps the statement to an organisation or to one account, whoever is named as principal. */
export const keepsToPrincipalsOf = (one: Statement, account: string): boolean => {
  const organisations = equals(one, 'aws:PrincipalOrgID');
  const accounts = equals(one, 'aws:PrincipalAccount');
  const arns = equals(one, 'aws:PrincipalArn');
  const own = (arn: string) => new RegExp(`^arn:[^:*]*:iam::${account}:`).test(arn);
  return (
    (organisations.length > 0 && !organisations.some((value) => value.includes('*'))) ||
    (accounts.length > 0 && accounts.every((value) => value === account)) ||
    (arns.length > 0 && arns.every(own))
  );
};

/** Whether the session must have been opened with a second factor. `BoolIfExists` would let a session without one in. */
export const needsMfa = (one: Statement): boolean =>
  conditionValues(one, 'Bool', 'aws:MultiFactorAuthPresent').some((value) => value.toLowerCase() === 'true') ||
  conditionValues(one, 'NumericLessThan', 'aws:MultiFactorAuthAge').length > 0;

/** A unique id is all that IAM leaves of a principal that was deleted; it would match nobody, or a namesake's return. */
const isDeleted = (principal: string) => /^A[A-Z0-9]{16,}$/.test(principal);

/** Principals of a trust policy's statement that are strangers to `account`, with what makes them so. */
export function strangers(one: Statement, account: string): readonly string[] {
  if (one.effect === 'Deny' || keepsToPrincipalsOf(one, account)) return [];
  if (isPublic(one)) return ['everyone'];
  const invited = needsMfa(one) || equals(one, 'sts:ExternalId').length > 0;
  return (one.principals.AWS ?? []).flatMap((principal) => {
    if (isDeleted(principal)) return [`${principal} (deleted)`];
    const home = accountOf(principal);
    return home === undefined || home === account || invited ? [] : [principal];
  });
}

/** Federated principals of a trust policy's statement whose token may be meant for someone else. */
export function unboundFederations(one: Statement): readonly string[] {
  if (one.effect === 'Deny') return [];
  return (one.principals.Federated ?? []).filter((provider) => {
    const audience = provider.includes(':saml-provider/') ? 'SAML:aud' : `${issuerOf(provider)}:aud`;
    const bound = equals(one, audience).some((value) => value !== '*');
    if (!bound) return true;
    return provider === 'cognito-identity.amazonaws.com' && !authenticated(one);
  });
}

const issuerOf = (provider: string): string => provider.replace(/^arn:.*:oidc-provider\//, '');

const authenticated = (one: Statement): boolean =>
  ['ForAnyValue:StringLike', 'ForAnyValue:StringEquals', 'StringEquals', 'StringLike'].some((operator) => {
    const values = conditionValues(one, operator, 'cognito-identity.amazonaws.com:amr');
    return values.length > 0 && values.every((value) => value.startsWith('authenticated'));
  });

/**
 * Principals of a resource policy's statement that are of another account. What allows everyone is reported as that;
 * what a condition keeps to an organisation or to `account` lets no stranger in.
 */
export function foreignPrincipals(one: Statement, account: string): readonly string[] {
  if (one.effect === 'Deny' || isPublic(one) || keepsToPrincipalsOf(one, account)) return [];
  const named = (one.principals.AWS ?? []).filter((principal) => {
    const home = accountOf(principal);
    return isDeleted(principal) || (home !== undefined && home !== account);
  });
  // A canonical user id is an account by another name; nothing here tells whose.
  return [...named, ...(one.principals.CanonicalUser ?? [])];
}

/** Whether the statement denies all of these actions to whoever comes from outside a network or its endpoints. */
export const deniesFromOutside = (one: Statement, actions: readonly string[]): boolean =>
  one.effect === 'Deny' &&
  isPublic(one) &&
  actions.every((action) => speaksOf(one, action)) &&
  ['aws:SourceVpc', 'aws:SourceVpce'].some((key) => conditionValues(one, 'StringNotEquals', key).length > 0);
