/** Who may ask: every role and user of the templates with what its policies say, and those who are in none. */
import { at, str, strs, tags } from '../resources/read';
import { idOf, type TemplateResource, type TemplateSet } from '../resources/template';
import { type Data, isKnown, isUnknown, mark, unknown } from '../resources/value';
import { awsPolicy } from './aws-policies';
import type { Fact } from './context';
import type { NamedPolicy } from './layers';
import type { Physical } from './physical';
import type { Principal } from './request';

export interface Identity {
  /** `stack/logicalId`, or what it is where no template declares it. */
  readonly id: string;
  /** Name as a person knows it. */
  readonly name: string;
  readonly principal: Principal;
  readonly policies: readonly NamedPolicy[];
  /** @default none */
  readonly boundary?: readonly NamedPolicy[];
  /** ARNs of its managed policies, and of its boundary. @default none */
  readonly managed?: readonly string[];
  readonly boundaryArn?: string;
  /** Who may become it, for a role. */
  readonly trust?: NamedPolicy;
  /** Tags of its own, which its sessions carry unless they bring others. */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether it may give a second factor. @default that is not known */
  readonly secondFactor?: Fact;
}

/** Managed policies by ARN. */
export type Catalogue = ReadonlyMap<string, NamedPolicy>;

export function catalogueOf(set: TemplateSet, physical: Physical): Catalogue {
  return new Map(
    set
      .ofType('AWS::IAM::ManagedPolicy')
      .map((one) => [
        physical.text(mark(one.stack, one.logicalId)),
        physical.policy(idOf(one), one.properties.PolicyDocument),
      ]),
  );
}

function named(arn: string, catalogue: Catalogue): NamedPolicy {
  return catalogue.get(arn) ?? awsPolicy(arn) ?? { name: arn, policy: unknown(`${arn} is in no template`) };
}

function inline(owner: TemplateResource, physical: Physical): readonly NamedPolicy[] {
  const { Policies: own } = owner.properties;
  if (own === undefined) return [];
  if (!Array.isArray(own)) return [{ name: idOf(owner), policy: unknown('its inline policies are not known') }];
  return own.map((one: Data) => physical.policy(idOf(owner), at(one, 'PolicyDocument')));
}

/** Where a policy of its own says whom it is attached to, by the type of the identity. */
const attachments: Readonly<Record<string, readonly (readonly [type: string, property: string])[]>> = {
  'AWS::IAM::Role': [
    ['AWS::IAM::ManagedPolicy', 'Roles'],
    ['AWS::IAM::Policy', 'Roles'],
    ['AWS::IAM::RolePolicy', 'RoleName'],
  ],
  'AWS::IAM::User': [
    ['AWS::IAM::ManagedPolicy', 'Users'],
    ['AWS::IAM::Policy', 'Users'],
    ['AWS::IAM::UserPolicy', 'UserName'],
  ],
  'AWS::IAM::Group': [
    ['AWS::IAM::ManagedPolicy', 'Groups'],
    ['AWS::IAM::Policy', 'Groups'],
    ['AWS::IAM::GroupPolicy', 'GroupName'],
  ],
};

function policiesOf(
  owner: TemplateResource,
  set: TemplateSet,
  physical: Physical,
  catalogue: Catalogue,
): readonly NamedPolicy[] {
  const arns = strs(owner.properties, 'ManagedPolicyArns');
  const listed = isUnknown(arns)
    ? [{ name: idOf(owner), policy: unknown('its managed policies are not known') }]
    : arns.map((arn) => named(physical.text(arn), catalogue));
  const attached = (attachments[owner.type] ?? []).flatMap(([type, property]) =>
    set.attached(owner, type, property).map((one) => physical.policy(idOf(one), one.properties.PolicyDocument)),
  );
  const groups = owner.type === 'AWS::IAM::User' ? groupsOf(owner, set) : [];
  const shared = groups.flatMap((group) => policiesOf(group, set, physical, catalogue));
  return [...listed, ...inline(owner, physical), ...attached, ...shared];
}

function groupsOf(user: TemplateResource, set: TemplateSet): readonly TemplateResource[] {
  const own = strs(user.properties, 'Groups');
  const added = set
    .attached(user, 'AWS::IAM::UserToGroupAddition', 'Users')
    .map(({ properties }) => properties.GroupName);
  const names = [...(isKnown(own) ? own : []), ...added];
  return set
    .ofType('AWS::IAM::Group')
    .filter((group) => names.some((name) => set.target(name) === group || name === group.properties.GroupName));
}

function boundaryOf(
  owner: TemplateResource,
  physical: Physical,
  catalogue: Catalogue,
): readonly NamedPolicy[] | undefined {
  const arn = str(owner.properties, 'PermissionsBoundary', undefined);
  if (arn === undefined) return undefined;
  if (isUnknown(arn)) return [{ name: idOf(owner), policy: unknown('its boundary is not known') }];
  return [named(physical.text(arn), catalogue)];
}

/** ARNs of what stands apart, and can be changed there: managed policies and a boundary. */
function apart(
  owner: TemplateResource,
  set: TemplateSet,
  physical: Physical,
): Pick<Identity, 'managed' | 'boundaryArn'> {
  const listed = strs(owner.properties, 'ManagedPolicyArns');
  const attached = set
    .attached(owner, 'AWS::IAM::ManagedPolicy', owner.type === 'AWS::IAM::Role' ? 'Roles' : 'Users')
    .map((one) => physical.text(mark(one.stack, one.logicalId)));
  const boundary = str(owner.properties, 'PermissionsBoundary', undefined);
  return {
    managed: [...(isKnown(listed) ? listed.map((arn) => physical.text(arn)) : []), ...attached],
    ...(typeof boundary === 'string' ? { boundaryArn: physical.text(boundary) } : {}),
  };
}

function identityOf(owner: TemplateResource, set: TemplateSet, physical: Physical, catalogue: Catalogue): Identity {
  const isRole = owner.type === 'AWS::IAM::Role';
  const own = tags(owner.properties);
  const declared = owner.properties[isRole ? 'RoleName' : 'UserName'];
  const boundary = boundaryOf(owner, physical, catalogue);
  return {
    id: idOf(owner),
    name: typeof declared === 'string' ? declared : owner.logicalId,
    principal: { kind: isRole ? 'role' : 'user', name: physical.arnOf(owner), account: set.environment.account },
    policies: policiesOf(owner, set, physical, catalogue),
    ...apart(owner, set, physical),
    ...(boundary ? { boundary } : {}),
    ...(isRole ? { trust: physical.policy(idOf(owner), owner.properties.AssumeRolePolicyDocument) } : {}),
    tags: isKnown(own) ? own : {},
  };
}

export function identitiesOf(set: TemplateSet, physical: Physical): readonly Identity[] {
  const catalogue = catalogueOf(set, physical);
  return [...set.ofType('AWS::IAM::Role'), ...set.ofType('AWS::IAM::User')].map((one) =>
    identityOf(one, set, physical, catalogue),
  );
}
