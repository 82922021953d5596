/** Those who are in no template: nobody, other accounts, services, and whoever administers the account. */
import { accountOf } from '../resources/policy';
import { isUnknown } from '../resources/value';
import type { Identity } from './identities';
import type { NamedPolicy } from './layers';
import type { Store } from './stores';
import { hole } from './text';

export const everything: NamedPolicy = {
  name: 'everything',
  policy: {
    statements: [
      {
        sid: 'Everything',
        effect: 'Allow',
        principals: {},
        notPrincipals: {},
        actions: ['*'],
        notActions: [],
        resources: ['*'],
        notResources: [],
        conditions: {},
      },
    ],
  },
};

/** Reads of objects by Macie's own role. Macie User Guide, "Using service-linked roles for Macie", AmazonMacieServiceRolePolicy. */
const macieReads = ['s3:GetObject', 's3:GetObjectAcl', 's3:GetObjectTagging', 's3:ListBucket'];

/** Roles of AWS's own services of which it is documented that they read stores, by the type that brings them. */
const linked: Readonly<Record<string, readonly [service: string, role: string, reads: readonly string[]]>> = {
  'AWS::Macie::Session': ['macie.amazonaws.com', 'AWSServiceRoleForAmazonMacie', macieReads],
};

function allowing(name: string, actions: readonly string[]): NamedPolicy {
  const statements = isUnknown(everything.policy) ? [] : everything.policy.statements;
  return { name, policy: { statements: statements.map((one) => ({ ...one, sid: undefined, actions })) } };
}

function linkedRoles(types: ReadonlySet<string>, account: string, partition: string): readonly Identity[] {
  return Object.entries(linked).flatMap(([type, [service, role, reads]]) => {
    if (!types.has(type)) return [];
    const name = `arn:${partition}:iam::${account}:role/aws-service-role/${service}/${role}`;
    const policies = [allowing(`AWS's own policy of ${role}`, reads)];
    return [{ ...outsider(role, { kind: 'role', name, account }), policies }];
  });
}

/** Name of a role that no policy of the templates names. */
export const administratorName = 'an-administrator';

const outsider = (id: string, principal: Identity['principal']): Identity => ({
  id,
  name: id,
  principal,
  policies: principal.account === undefined ? [] : [everything],
  tags: {},
  // Whoever administers an account can register a factor of their own.
  secondFactor: 'open',
});

/** Every principal that the stores' own policies name, by type. */
function namedBy(stores: readonly Store[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const statements = stores.flatMap(({ policies }) =>
    policies.flatMap(({ policy }) => (isUnknown(policy) ? [] : policy.statements)),
  );
  for (const { notPrincipals, principals } of statements) {
    for (const [type, values] of [...Object.entries(principals), ...Object.entries(notPrincipals)])
      for (const value of values) found.set(type, (found.get(type) ?? new Set()).add(value));
  }
  return found;
}

/**
 * Nobody; some other account, and each that a policy names; each service that a policy names; roles of AWS's own services
 * that read; an administrator of the account: a role that may do everything, has no boundary and is named by no policy; and
 * its root user. Everyone here may do in their own account whatever they like, AWS's roles aside.
 *
 * @param types of all resources of the templates
 */
export function outsidersOf(
  stores: readonly Store[],
  types: ReadonlySet<string>,
  account: string,
  partition: string,
): readonly Identity[] {
  const named = namedBy(stores);
  const accounts = [...(named.get('AWS') ?? [])].flatMap((value) => accountOf(value) ?? []);
  const foreign = [...new Set(accounts)].filter((one) => one !== account).sort();
  const roleOf = (of: string) => `arn:${partition}:iam::${of}:role/${administratorName}`;
  const someAccount = hole('value', 'another account', [account, ...foreign]);
  return [
    outsider('anonymous', { kind: 'anonymous', name: '' }),
    outsider('another account', { kind: 'role', name: roleOf(someAccount), account: someAccount }),
    ...foreign.map((one) => outsider(`account ${one}`, { kind: 'role', name: roleOf(one), account: one })),
    ...[...(named.get('Service') ?? [])].sort().map((name) => outsider(name, { kind: 'service', name })),
    ...linkedRoles(types, account, partition),
    outsider('an administrator', { kind: 'role', name: roleOf(account), account }),
    outsider('the root user', { kind: 'root', name: `arn:${partition}:iam::${account}:root`, account }),
  ];
}
