/** What constructs refuse: each weakening is one case, beside the same thing done right. */
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  AnyPrincipal,
  ManagedPolicy,
  Policy,
  PolicyStatement,
  StarPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { AsepsisKey } from '../../lib/constructs/asepsis-key';
import { endpointPolicy } from '../../lib/constructs/endpoint-policy';
import { SafeguardError } from '../../lib/errors';
import {
  accessLogs,
  api,
  audit,
  boundary,
  config,
  fn,
  group,
  identities,
  key,
  logGroup,
  machine,
  network,
  role,
  service,
  settings,
  statement,
  table,
  threats,
  topic,
  trail,
} from './right';
import { testKey, testStack } from './scaffold';

type Build = (stack: Stack) => unknown;

/** By what is refused: the weakening, what the message says of it, and the same done right. */
const cases: readonly (readonly [name: string, weak: Build, says: RegExp, right: Build])[] = [
  ['a key used through any service', (s) => key(s, ['*']), /use through \*/, (s) => key(s, ['s3'])],
  ['a key used through none', (s) => key(s, []), /no service/, (s) => key(s, ['s3'])],
  [
    'a key for everyone',
    (s) => testKey(s).addToResourcePolicy(statement(new AnyPrincipal())),
    /principal \*/,
    (s) => testKey(s).addToResourcePolicy(statement(service)),
  ],
  [
    'a key for everything',
    (s) => testKey(s).addToResourcePolicy(statement(service, ['kms:*'])),
    /Allow of kms:\*/,
    (s) => testKey(s).addToResourcePolicy(statement(service, ['kms:Decrypt', 'kms:GenerateDataKey*'])),
  ],
  [
    'a topic for everyone',
    (s) => topic(s).addToResourcePolicy(statement(new StarPrincipal(), ['sns:Publish'])),
    /principal \*/,
    (s) => topic(s).addToResourcePolicy(statement(service, ['sns:Publish'])),
  ],
  [
    'a long session',
    (s) => role(s, { maxSessionDuration: Duration.hours(2) }),
    /7200 s/,
    (s) => role(s, { maxSessionDuration: Duration.hours(1) }),
  ],
  [
    'a role for everyone',
    (s) => role(s, { assumedBy: new AnyPrincipal() }),
    /trust in the principal \*/,
    (s) => role(s, { assumedBy: new AccountRootPrincipal() }),
  ],
  ['a role off the path', (s) => role(s, { path: '/' }), /the path \//, (s) => role(s, { path: '/asepsis/machine/' })],
  [
    'a role that may do everything',
    (s) => role(s).addToPrincipalPolicy(new PolicyStatement({ actions: ['*'], resources: ['*'] })),
    /Allow of \*/,
    (s) => role(s).addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn'] })),
  ],
  [
    'a role that may do all but something',
    (s) => role(s).addToPrincipalPolicy(new PolicyStatement({ notActions: ['iam:*'], resources: ['*'] })),
    /all actions but some/,
    (s) => role(s).addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn'] })),
  ],
  [
    "AWS's administrator policy",
    (s) => role(s).addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')),
    /AdministratorAccess/,
    (s) => role(s).addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('SecurityAudit')),
  ],
  [
    'an inline policy',
    (s) => role(s).attachInlinePolicy(new Policy(s, 'Inline')),
    /inline policy Inline/,
    (s) => role(s).addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn'] })),
  ],
  [
    'a function that everyone may invoke',
    (s) => fn(s).addPermission('All', { principal: new AnyPrincipal() }),
    /principal \*/,
    (s) => fn(s).addPermission('One', { principal: service, sourceAccount: '111122223333' }),
  ],
  [
    "a function that anybody's resource may invoke through a service",
    (s) => fn(s).addPermission('Any', { principal: service }),
    /whoever uses it/,
    (s) => fn(s).addPermission('One', { principal: service, sourceArn: 'arn:aws:example' }),
  ],
  ['a function with a door of its own', (s) => fn(s).addFunctionUrl(), /function URL/, fn],
  [
    'logs for a week',
    (s) => logGroup(s, { retention: RetentionDays.ONE_WEEK }),
    /7 days/,
    (s) => logGroup(s, { retention: RetentionDays.THREE_MONTHS }),
  ],
  ['logs under another name', (s) => logGroup(s, { logGroupName: '/aws/x' }), /the name \/aws\/x/, logGroup],
  ['access logs for a month', (s) => accessLogs(s, { days: 30 }), /30 days/, (s) => accessLogs(s, { days: 365 })],
  ['access logs of any bucket', (s) => accessLogs(s, { sourcePrefix: '' }), /every bucket/, accessLogs],
  [
    'an early end of access logs',
    (s) => accessLogs(s).addLifecycleRule({ expiration: Duration.days(30) }),
    /expiry after 30 days/,
    (s) => accessLogs(s).addLifecycleRule({ expiration: Duration.days(3000) }),
  ],
  [
    'an end of access logs by date',
    (s) => accessLogs(s).addLifecycleRule({ expirationDate: new Date('2030-01-01T00:00:00Z') }),
    /by date/,
    (s) => accessLogs(s).addLifecycleRule({ abortIncompleteMultipartUploadAfter: Duration.days(1) }),
  ],
  [
    'an archive that is locked too briefly',
    (s) => audit(s, { mode: 'COMPLIANCE', days: 2191 }),
    /2191 days/,
    (s) => audit(s, { mode: 'COMPLIANCE', days: 2192 }),
  ],
  [
    'an archive whose lock can be lifted, in production',
    (s) => audit(s, { mode: 'GOVERNANCE', days: 2192 }),
    /can be lifted/,
    (s) => audit(s, { mode: 'GOVERNANCE', days: 1 }, { removalPolicy: RemovalPolicy.DESTROY }),
  ],
  [
    'an archive without access logs',
    (s) => audit(s, { mode: 'COMPLIANCE', days: 2192 }, { accessLogBucketName: undefined }),
    /no access logs/,
    (s) => audit(s, { mode: 'COMPLIANCE', days: 2192 }),
  ],
  ['history for five years', (s) => config(s, { days: 1826 }), /1826 days/, config],
  ['history without a key', (s) => config(s, { encryptionKey: undefined as unknown as AsepsisKey }), /no key/, config],
  ['a table of no class', (s) => table(s, 'audit' as 'phi'), /data class audit/, (s) => table(s, 'phi')],
  ['a store of no practice', (s) => table(s, 'phi', { practice: '' }), /no practice/, (s) => table(s, 'phi')],
  ['a store of no network', (s) => table(s, 'phi', { vpcId: '' }), /no network/, (s) => table(s, 'phi')],
  [
    'a store that excepts roles by a pattern',
    (s) => table(s, 'phi', { backupRoleArns: ['arn:aws:iam::111122223333:role/*'] }),
    /exception for arn:aws:iam::111122223333:role\/\*/,
    (s) => table(s, 'phi'),
  ],
  ['a boundary without regions', (s) => boundary(s, []), /no region/, (s) => boundary(s, ['us-east-1'])],
  ['a boundary around all regions', (s) => boundary(s, ['us-*']), /us-\*/, (s) => boundary(s, ['us-east-1'])],
  ['a network in no zone', (s) => network(s, []), /no zone/, (s) => network(s, ['us-east-1a'])],
  [
    'a perimeter around nobody',
    (s) => network(s, ['us-east-1a'], ''),
    /around nobody/,
    () => endpointPolicy({ account: '', organisationId: 'o-a1b2c3d4e5' }, ['s3:*']),
  ],
  [
    'a detector that does not watch PHI',
    (s) => threats(s, { protectionPlans: [] }),
    /without S3 protection/,
    (s) => threats(s, {}),
  ],
  ['a hub that checks nothing', (s) => threats(s, { standards: [] }), /without a standard/, (s) => threats(s, {})],
  [
    'a machine with a long session',
    (s) => machine(s, Duration.hours(2)),
    /7200 s/,
    (s) => machine(s, Duration.minutes(15)),
  ],
  ['a person with a long session', (s) => group(s, Duration.hours(2)), /7200 s/, (s) => group(s, Duration.hours(1))],
  [
    'an API for tokens of anybody',
    (s) => api(s, { issuer: 'https://example.com', audience: [] }),
    /tokens for anybody/,
    (s) => api(s, { issuer: 'https://example.com', audience: ['client'] }),
  ],
  [
    'an API for tokens from nowhere',
    (s) => api(s, { issuer: '', audience: ['client'] }),
    /issuer nobody/,
    (s) => api(s, { issuer: 'https://example.com', audience: ['client'] }),
  ],
  ['identities of no client', (s) => identities(s, []), /no app client/, (s) => identities(s, ['client'])],
  ['a trail of no store', (s) => trail(s, ''), /no prefix of stores/, (s) => trail(s, 'lakeside-')],
  ['short passwords', (s) => settings(s, { minimumPasswordLength: 8 }), /8 characters/, (s) => settings(s, {})],
  ['passwords used again', (s) => settings(s, { passwordReusePrevention: 1 }), /remembered/, (s) => settings(s, {})],
  ['passwords for ever', (s) => settings(s, { maxPasswordAge: 0 }), /0 days/, (s) => settings(s, {})],
];

describe('a construct refuses', () => {
  test.each(cases)('%s, with the reason; and takes what is right', (_, weak, says, right) => {
    let refusal: unknown;
    try {
      weak(testStack());
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(SafeguardError);
    expect(String(refusal)).toMatch(says);
    expect((refusal as SafeguardError).remedy).not.toBe('');
    expect(() => right(testStack())).not.toThrow();
  });
});
