/**
 * What containment may do: looking in the function's own name, changing in its fixer's alone, and there by a session for
 * one target. From AWS's Service Authorization Reference. Pure.
 */
import type { Allowed } from '../drift/scope';
import type { Environment } from '../resources/intrinsics';

/** Looking up suspects, and looking again whether a containment shows. */
const looks: readonly (readonly [actions: readonly string[], resources: (place: Environment) => readonly string[]])[] =
  [
    [['iam:GetRole', 'iam:GetRolePolicy'], ({ account, partition }) => [`arn:${partition}:iam::${account}:role/*`]],
    [['iam:GetUser', 'iam:GetUserPolicy'], ({ account, partition }) => [`arn:${partition}:iam::${account}:user/*`]],
    // An access key has no ARN.
    [['iam:GetAccessKeyLastUsed', 'iam:ListAccessKeys'], () => ['*']],
    // EC2 describes without a resource.
    [
      ['ec2:DescribeInstances', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSnapshots'],
      () => ['*'],
    ],
    [['s3:GetBucketPolicy', 's3:ListBucket'], ({ partition }) => [`arn:${partition}:s3:::*`]],
    [
      ['cognito-idp:AdminGetUser'],
      ({ account, partition, region }) => [`arn:${partition}:cognito-idp:${region}:${account}:userpool/*`],
    ],
  ];

const allow = (Action: readonly string[], Resource: readonly string[]): Allowed => ({
  Effect: 'Allow',
  Action,
  Resource,
});

/** A suspect may be any principal, host or bucket of the account: nothing narrower is known before a finding comes. */
export const lookStatements = (place: Environment): readonly Allowed[] =>
  looks.map(([actions, resources]) => allow(actions, resources(place)));

/** The parts of a target's name that ARNs hold; `*` for whatever may come. */
export interface Reach {
  /** ARN of a role, or of the user of sessions and keys. */
  readonly principal?: string;
  readonly instance?: string;
  readonly bucket?: string;
  readonly pool?: string;
}

const ec2Arn = ({ account, partition, region }: Environment, resource: string) =>
  `arn:${partition}:ec2:${region}:${account}:${resource}`;

const quarantine = (place: Environment): readonly Allowed[] => [
  allow(
    ['ec2:CreateSecurityGroup', 'ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress'],
    [ec2Arn(place, 'security-group/*'), ec2Arn(place, 'vpc/*')],
  ),
  allow(
    ['ec2:ModifyNetworkInterfaceAttribute'],
    [ec2Arn(place, 'instance/*'), ec2Arn(place, 'network-interface/*'), ec2Arn(place, 'security-group/*')],
  ),
  allow(['ec2:DescribeInstances', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups'], ['*']),
];

/** Snapshots and their tags have no account in their ARNs. */
const keeping = (place: Environment, instance: string): readonly Allowed[] => {
  const snapshots = `arn:${place.partition}:ec2:${place.region}::snapshot/*`;
  return [
    allow(['ec2:CreateSnapshots'], [ec2Arn(place, `instance/${instance}`), ec2Arn(place, 'volume/*'), snapshots]),
    allow(['ec2:CreateTags'], [snapshots]),
    allow(['ec2:DescribeSnapshots'], ['*']),
  ];
};

/** By kind of target. */
const takes: Readonly<Record<string, (reach: Reach, place: Environment) => readonly Allowed[]>> = {
  'iam.role': ({ principal }, { account, partition }) => [
    allow(
      ['iam:DeleteRolePolicy', 'iam:GetRole', 'iam:PutRolePolicy'],
      [principal ?? `arn:${partition}:iam::${account}:role/*`],
    ),
  ],
  'iam.user': ({ principal }, { account, partition }) => [
    allow(
      ['iam:DeleteUserPolicy', 'iam:GetUser', 'iam:PutUserPolicy'],
      [principal ?? `arn:${partition}:iam::${account}:user/*`],
    ),
  ],
  'iam.access-key': ({ principal }, { account, partition }) => [
    allow(['iam:UpdateAccessKey'], [principal ?? `arn:${partition}:iam::${account}:user/*`]),
  ],
  'ec2.instance': ({ instance = '*' }, place) => [...keeping(place, instance), ...quarantine(place)],
  'ec2.network-interface': (_reach, place) => quarantine(place),
  's3.bucket': ({ bucket = '*' }, { partition }) => [
    allow(['s3:DeleteBucketPolicy', 's3:GetBucketPolicy', 's3:PutBucketPolicy'], [`arn:${partition}:s3:::${bucket}`]),
  ],
  'cognito.user': ({ pool = '*' }, { account, partition, region }) => [
    allow(
      ['cognito-idp:AdminDisableUser', 'cognito-idp:AdminEnableUser', 'cognito-idp:AdminUserGlobalSignOut'],
      [`arn:${partition}:cognito-idp:${region}:${account}:userpool/${pool}`],
    ),
  ],
};

/** What one measure on one target needs. */
export const takeStatements = (kind: string, reach: Reach, place: Environment): readonly Allowed[] =>
  takes[kind]?.(reach, place) ?? [];

/** The most that any measure needs: what the fixer's role holds, and no session gets whole. */
export function allTakes(place: Environment): readonly Allowed[] {
  const byResources = new Map<string, Allowed>();
  for (const one of Object.keys(takes).flatMap((kind) => takeStatements(kind, {}, place))) {
    const key = one.Resource.join(' ');
    const actions = new Set([...(byResources.get(key)?.Action ?? []), ...one.Action]);
    byResources.set(key, allow([...actions].sort(), one.Resource));
  }
  return [...byResources.values()];
}
