/**
 * The ARNs that a kind's actions are about: of one resource for a fix's session, of all of a deployment's for a role.
 * From AWS's Service Authorization Reference.
 */
import type { Environment } from '../resources/intrinsics';

/** What ARNs are made of. `name` starts the physical names of the deployment; an id of `*` means any of its resources. */
export interface Scope extends Environment {
  readonly name: string;
}

type Arns = (id: string, scope: Scope) => readonly string[];

/** The part of an id that ARNs hold: physical ids are names, ARNs or addresses. */
const lastOf = (id: string): string => id.split(/[/:|]/).at(-1) ?? id;

const regional =
  (service: string, resource: (id: string, scope: Scope) => string): Arns =>
  (id, scope) => [`arn:${scope.partition}:${service}:${scope.region}:${scope.account}:${resource(id, scope)}`];

const global =
  (service: string, resource: (id: string, scope: Scope) => string): Arns =>
  (id, scope) => [`arn:${scope.partition}:${service}::${scope.account}:${resource(id, scope)}`];

/** Resources that we name: any of ours is what starts with the deployment's name. */
const named =
  (prefix: string) =>
  (id: string, { name }: Scope) =>
    `${prefix}${id === '*' ? `${name}-*` : lastOf(id)}`;

/** Resources that AWS names: any of ours cannot be told apart by its ARN. */
const numbered = (prefix: string) => (id: string) => `${prefix}${id === '*' ? '*' : lastOf(id)}`;

const ec2 = (type: string): Arns => regional('ec2', numbered(`${type}/`));
/** EC2 leaves the account out of the ARNs of snapshots and images. */
const ec2Shared =
  (type: string): Arns =>
  (id, { partition, region }) => [`arn:${partition}:ec2:${region}::${type}/${id}`];

const logGroup: Arns = (id, { account, name, partition, region }) => {
  const group = `arn:${partition}:logs:${region}:${account}:log-group:${id === '*' ? `/asepsis/${name}/*` : id}`;
  return [group, `${group}:*`];
};

/** By kind. Only an ARN that is one needs nothing added. */
const arns: Readonly<Record<string, Arns>> = {
  'access-analyzer.analyzer': regional('access-analyzer', (id) => `analyzer/${id === '*' ? '*' : lastOf(id)}`),
  'backup.plan': regional('backup', (id) => `backup-plan:${id === '*' ? '*' : lastOf(id)}`),
  'backup.selection': regional('backup', () => 'backup-plan:*'),
  'backup.vault': regional('backup', named('backup-vault:')),
  'cloudtrail.trail': regional('cloudtrail', named('trail/')),
  'cloudwatch.alarm': regional('cloudwatch', named('alarm:')),
  'cognito.identity-pool': regional('cognito-identity', (id) => `identitypool/${id}`),
  // An app client and a provider are parts of their pool, which their own ids do not name.
  'cognito.identity-provider': regional('cognito-idp', () => 'userpool/*'),
  'cognito.user-pool': regional('cognito-idp', numbered('userpool/')),
  'cognito.user-pool-client': regional('cognito-idp', () => 'userpool/*'),
  'dynamodb.table': regional('dynamodb', named('table/')),
  'ec2.flow-log': ec2('vpc-flow-log'),
  'ec2.image': ec2Shared('image'),
  'ec2.network-acl': ec2('network-acl'),
  'ec2.route-table': ec2('route-table'),
  'ec2.security-group': (id, scope) => [...ec2('security-group')(id, scope), ...ec2('security-group-rule')('*', scope)],
  'ec2.snapshot': ec2Shared('snapshot'),
  'ec2.subnet': ec2('subnet'),
  'ec2.vpc': (id, scope) => [
    ...ec2('vpc')(id, scope),
    ...ec2('internet-gateway')('*', scope),
    ...ec2('security-group')('*', scope),
  ],
  'ec2.vpc-endpoint': ec2('vpc-endpoint'),
  'events.rule': regional('events', named('rule/')),
  'guardduty.detector': regional('guardduty', (id) => `detector/${id}`),
  'iam.access-key': global('iam', () => 'user/*'),
  'iam.mfa-device': global('iam', (id) => `user/${id}`),
  'iam.undeclared-role': global('iam', (id) => `role/${id === '*' ? '*' : `*${lastOf(id)}`}`),
  'iam.group': global('iam', (id) => `group/${id}`),
  // Of a role, a user or a group of anybody.
  'iam.inline-policy': (_id, scope) =>
    ['group/*', 'role/*', 'user/*'].flatMap((owner) => global('iam', () => owner)('*', scope)),
  'iam.login-profile': global('iam', (id) => `user/${id}`),
  'iam.managed-policy': (id, { account, partition }) => [
    id === '*' ? `arn:${partition}:iam::${account}:policy/asepsis/*` : id,
  ],
  // A role's id is its name, and does not say where below our path it lives. `*/` is whole parts of a path, never the
  // beginning of another name.
  'iam.role': (id, scope) =>
    (id === '*' ? ['*'] : [lastOf(id), `*/${lastOf(id)}`]).flatMap((role) =>
      global('iam', () => `role/asepsis/${role}`)(id, scope),
    ),
  'iam.user': global('iam', (id) => `user/${id}`),
  'kms.key': regional('kms', numbered('key/')),
  'lambda.event-source-mapping': regional('lambda', numbered('event-source-mapping:')),
  'lambda.function': regional('lambda', (id, { name }) => `function:${id === '*' ? `${name}-*` : lastOf(id)}`),
  'logs.log-group': logGroup,
  's3.bucket': (id, { name, partition }) => [`arn:${partition}:s3:::${id === '*' ? `${name}-*` : id}`],
  'scheduler.schedule': regional('scheduler', named('schedule/default/')),
  'secretsmanager.secret': regional('secretsmanager', (id) => `secret:${id === '*' ? '*' : lastOf(id)}`),
  'securityhub.hub': regional('securityhub', () => 'hub/default'),
  'sns.topic': regional('sns', named('')),
  'sqs.queue': regional('sqs', named('')),
  'ssm.document': regional('ssm', numbered('document/')),
};

/** Actions for which AWS offers no resource to name, as patterns, with what says so. */
const unnameable: readonly (readonly [RegExp, string])[] = [
  [/^ec2:(Describe|Get)/, 'EC2 describes without a resource'],
  [/^ec2:(Enable|Disable)(Ebs|Image|Snapshot)/, 'a switch of the account'],
  [/^ec2:ModifyVpcBlockPublicAccess/, 'a switch of the region'],
  [/^iam:(Get|Update|Delete)AccountPasswordPolicy$/, 'one for the account'],
  [/^iam:(ListAccessKeys|GetAccessKeyLastUsed)$/, 'an access key has no ARN'],
  [/^s3:(Get|Put)AccountPublicAccessBlock$/, 'a switch of the account'],
  [/^s3:ListAllMyBuckets$/, 'listing takes no resource'],
  [/^ssm:(Get|Update)ServiceSetting$/, 'a setting of the account'],
  [/^inspector2:/, 'Inspector is one for the account'],
  [/^macie2:/, 'Macie is one for the account'],
  [/^config:/, 'recorder and channel are one for the region'],
  [/^organizations:/, "the organisation's policies are not of this account"],
  [/^cloudtrail:DescribeTrails$/, 'trails are described without a resource'],
  [/^logs:(Describe|List)/, 'log groups are described without a resource'],
  [/^cloudwatch:DescribeAlarms$/, 'alarms are described without a resource'],
  [/^backup:List/, 'listing takes no resource'],
  [/^guardduty:List|^access-analyzer:List|^securityhub:(Get|Describe|BatchGet)/, 'listing takes no resource'],
  [/^securityhub:Batch(Enable|Disable)Standards$/, 'standards are enabled without a resource'],
  [/^route53resolver:/, 'associations are listed and made without a resource'],
  [/^cognito-identity:List|^cognito-idp:List/, 'listing takes no resource'],
  [/^kms:List(Keys|Aliases)$/, 'listing takes no resource'],
  [/^lambda:(List|GetAccountSettings)/, 'listing takes no resource'],
  [/^iam:CreateServiceLinkedRole$/, 'the role is not ours to name'],
  [/^sns:List|^sqs:List|^events:List|^scheduler:List|^secretsmanager:List/, 'listing takes no resource'],
];

/** Why an action cannot be narrowed to a resource; undefined where it can. */
export const whyUnnamed = (action: string): string | undefined =>
  unnameable.find(([pattern]) => pattern.test(action))?.[1];

/** A kind's reads and fixes reach into other services: a table's key, a secret's function, a function's role and code. By the other's prefix. */
const elsewhere: Readonly<Record<string, Arns>> = {
  backup: regional('backup', () => 'backup-plan:*'),
  iam: global('iam', () => 'role/asepsis/*'),
  kms: regional('kms', () => 'key/*'),
  // The function that rotates a secret, which Secrets Manager invokes with the permissions of who asks for it.
  lambda: regional('lambda', (_id, { name }) => `function:${name}-*`),
  // The bucket of the bootstrap, in which CloudFormation finds the code of functions.
  s3: (_id, { account, partition, region }) => [`arn:${partition}:s3:::cdk-*-assets-${account}-${region}/*`],
};

/** Roles that a service is handed belong to the deployment, whatever is being put right. */
const handedOver: Arns = (_id, { account, partition }) => [`arn:${partition}:iam::${account}:role/asepsis/*`];

/**
 * The ARNs that one action of a kind is about.
 *
 * @param id a physical id, or `*` for any of the deployment's
 */
export function arnsOf(action: string, kind: string, id: string, scope: Scope): readonly string[] {
  if (action === 'iam:PassRole') return handedOver(id, scope);
  if (whyUnnamed(action) !== undefined) return ['*'];
  const [service = ''] = action.split(':');
  const other = service === kind.split('.')[0] ? undefined : elsewhere[service];
  if (other) return other(id, scope);
  const known = arns[kind];
  if (known === undefined)
    throw new RangeError(`${action} has a resource to name, and lib/drift/scope.ts knows no ARN of ${kind}`);
  if (id.startsWith('arn:')) return [id];
  return known(id, scope);
}

/** One statement of an IAM policy that allows. */
export interface Allowed {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Who is handed a role with a resource of a kind: no other service, whatever the role would let in. */
const handedTo: Readonly<Record<string, string>> = {
  'cloudtrail.trail': 'cloudtrail',
  'cognito.identity-pool': 'cognito-identity',
  'config.recorder': 'config',
  'events.rule': 'events',
  'lambda.function': 'lambda',
  'scheduler.schedule': 'scheduler',
};

function passedTo(kind: string): Allowed['Condition'] {
  const service = handedTo[kind];
  if (service === undefined)
    throw new RangeError(`${kind} is handed a role, and lib/drift/scope.ts does not know which service takes it`);
  return { StringEquals: { 'iam:PassedToService': `${service}.amazonaws.com` } };
}

/**
 * What an action is bound to beside its resource, where AWS has a condition key for it: a role is handed to one service, gets a
 * boundary and policies of ours alone, a user who is closed gets the policy that closes it. IAM User Guide, "Condition keys for
 * AWS Identity and Access Management".
 */
function conditionOf(action: string, kind: string, scope: Scope): Allowed['Condition'] {
  const { account, name, partition } = scope;
  const ours = `arn:${partition}:iam::${account}:policy/asepsis/${name}-*`;
  switch (action) {
    case 'iam:PassRole':
      return passedTo(kind);
    case 'iam:PutRolePermissionsBoundary':
      return { ArnLike: { 'iam:PermissionsBoundary': ours } };
    case 'iam:AttachRolePolicy':
      return { ArnLike: { 'iam:PolicyARN': ours } };
    case 'iam:AttachUserPolicy':
      return { ArnEquals: { 'iam:PolicyARN': `arn:${partition}:iam::aws:policy/AWSDenyAll` } };
    default:
      return throughService(action, kind, scope);
  }
}

/** A key is used through the service whose resource is put right, never directly: no fix decrypts anything by itself. */
function throughService(action: string, kind: string, { region }: Scope): Allowed['Condition'] {
  const [service = ''] = kind.split('.');
  if (service === 'kms' || !action.startsWith('kms:') || action === 'kms:DescribeKey') return undefined;
  return { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } };
}

/** What is wanted: some actions on the resources of one kind. */
export interface Want {
  readonly kind: string;
  readonly actions: readonly string[];
  /** Physical ids, with `*` where they stand for several. @default the id that all of the statements are about */
  readonly ids?: readonly string[];
}

/** Statements that allow just what is wanted, actions on the same resources together, in a stable order. */
export function statementsFor(wants: readonly Want[], id: string, scope: Scope): readonly Allowed[] {
  const groups = new Map<string, Pick<Allowed, 'Resource' | 'Condition'> & { readonly actions: Set<string> }>();
  for (const { actions, ids = [id], kind } of wants)
    for (const action of actions) {
      const Resource = [...new Set(ids.flatMap((one) => arnsOf(action, kind, one, scope)))].sort();
      const Condition = conditionOf(action, kind, scope);
      const key = JSON.stringify([Resource, Condition]);
      const group = groups.get(key) ?? { Resource, Condition, actions: new Set<string>() };
      group.actions.add(action);
      groups.set(key, group);
    }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { actions, Condition, Resource }]) => ({
      Effect: 'Allow',
      Action: [...actions].sort(),
      Resource,
      ...(Condition ? { Condition } : {}),
    }));
}
