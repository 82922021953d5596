/** The deployment in words that need no cloud: which kinds of resources are which part of it. Data. */

export interface Area {
  readonly title: string;
  /** Kinds by their names; one that ends in a dot is all of its service. */
  readonly kinds: readonly string[];
}

/** Where several would take a kind, the first does. */
export const areas: readonly Area[] = [
  { title: 'Files and records', kinds: ['s3.', 'dynamodb.'] },
  { title: 'Encryption keys and secrets', kinds: ['kms.', 'secretsmanager.'] },
  { title: 'Sign-in', kinds: ['cognito.'] },
  { title: 'Permissions', kinds: ['iam.', 'organizations.', 'access-analyzer.'] },
  {
    title: 'The record of who did what',
    kinds: ['cloudtrail.', 'logs.', 'ec2.flow-log', 'route53resolver.', 'config.'],
  },
  { title: 'Programs', kinds: ['lambda.', 'ecs.', 'ec2.instance', 'ssm.'] },
  { title: 'The network', kinds: ['ec2.', 'elb.', 'elbv2.', 'apigateway.'] },
  { title: 'Messages and schedules', kinds: ['sns.', 'sqs.', 'events.', 'scheduler.'] },
  { title: 'Backups', kinds: ['backup.'] },
  { title: 'Detectors and alarms', kinds: ['guardduty.', 'macie.', 'securityhub.', 'cloudwatch.', 'inspector.'] },
  { title: 'The account itself', kinds: ['account.'] },
];

/** For the kinds of a fork. */
export const elsewhere = 'Other';

export const areaOf = (kind: string): string =>
  areas.find(({ kinds }) => kinds.some((one) => (one.endsWith('.') ? kind.startsWith(one) : kind === one)))?.title ??
  elsewhere;

/** Kinds whose name says little to who does not know AWS, in the plural. */
export const plainNames: Readonly<Record<string, string>> = {
  's3.bucket': 'buckets',
  'dynamodb.table': 'tables',
  'kms.key': 'keys',
  'secretsmanager.secret': 'secrets',
  'cognito.user-pool': 'user pools',
  'cognito.user-pool-client': 'app clients',
  'cognito.identity-pool': 'identity pools',
  'iam.role': 'roles',
  'iam.managed-policy': 'managed policies',
  'iam.inline-policy': 'inline policies',
  'cloudtrail.trail': 'trails',
  'logs.log-group': 'log groups',
  'ec2.flow-log': 'flow logs',
  'route53resolver.query-log': 'query logs',
  'config.recorder': 'recorders',
  'config.delivery-channel': 'delivery channels',
  'lambda.function': 'functions',
  'lambda.event-source-mapping': 'event sources',
  'ec2.vpc': 'networks',
  'ec2.subnet': 'subnets',
  'ec2.security-group': 'security groups',
  'ec2.vpc-endpoint': 'private endpoints',
  'ec2.network-acl': 'network ACLs',
  'ec2.route-table': 'route tables',
  'sns.topic': 'topics',
  'sqs.queue': 'queues',
  'events.rule': 'event rules',
  'scheduler.schedule': 'schedules',
  'backup.vault': 'vaults',
  'backup.plan': 'plans',
  'backup.selection': 'selections',
  'guardduty.detector': 'threat detectors',
  'securityhub.hub': 'finding hubs',
  'macie.session': 'data-discovery sessions',
  'cloudwatch.alarm': 'alarms',
  'access-analyzer.analyzer': 'access analyzers',
  'account.settings': 'account-wide declarations',
};
