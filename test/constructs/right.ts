/** Constructs as they should be, with what a case of refusals.test.ts changes. */
import { type Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { type IPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AccountSettings } from '../../lib/constructs/account-settings';
import { AlertTopic } from '../../lib/constructs/alert-topic';
import { AsepsisKey } from '../../lib/constructs/asepsis-key';
import { AsepsisRole, type AsepsisRoleProps } from '../../lib/constructs/asepsis-role';
import { AuditTrail } from '../../lib/constructs/audit-trail';
import { ClinicalApi, type TokenIssuer } from '../../lib/constructs/clinical-api';
import { EncryptedLogGroup } from '../../lib/constructs/encrypted-log-group';
import { GroupRole } from '../../lib/constructs/group-role';
import { IsolatedVpc } from '../../lib/constructs/isolated-vpc';
import { AccessLogBucket, AuditBucket, ConfigBucket } from '../../lib/constructs/log-buckets';
import { MachineRole } from '../../lib/constructs/machine-role';
import { PeopleIdentityPool } from '../../lib/constructs/people-identity-pool';
import { PermissionsBoundary } from '../../lib/constructs/permissions-boundary';
import { PhiTable } from '../../lib/constructs/phi-table';
import { SecureFunction } from '../../lib/constructs/secure-function';
import { ThreatDetection, type ThreatDetectionProps } from '../../lib/constructs/threat-detection';
import { names, perimeter, testKey } from './scaffold';

const removalPolicy = RemovalPolicy.RETAIN;

export const statement = (principal: IPrincipal, actions = ['kms:Decrypt']) =>
  new PolicyStatement({ actions, resources: ['*'], principals: [principal] });
export const service = new ServicePrincipal('example.amazonaws.com');

export const key = (stack: Stack, viaServices: string[]) =>
  new AsepsisKey(stack, 'Own', { description: 'test', alias: 'own', viaServices, removalPolicy });
export const role = (stack: Stack, changes: Partial<AsepsisRoleProps> = {}) =>
  new AsepsisRole(stack, 'Role', { assumedBy: service, description: 'test', ...changes });
export const topic = (stack: Stack) =>
  new AlertTopic(stack, 'Topic', { topicName: 't', encryptionKey: testKey(stack), securityContact: 'a@example.com' });
export const logGroup = (stack: Stack, changes: Partial<ConstructorParameters<typeof EncryptedLogGroup>[2]> = {}) =>
  new EncryptedLogGroup(stack, 'Logs', {
    logGroupName: '/asepsis/lakeside/test',
    encryptionKey: testKey(stack),
    retention: RetentionDays.ONE_YEAR,
    removalPolicy,
    ...changes,
  });
export const fn = (stack: Stack, changes: Partial<ConstructorParameters<typeof SecureFunction>[2]> = {}) =>
  new SecureFunction(stack, 'Function', {
    functionName: 'f',
    description: 'test',
    entry: 'lambdas/pre-token/handler.ts',
    environment: {},
    encryptionKey: testKey(stack),
    logPrefix: '/asepsis/lakeside/',
    logRetention: RetentionDays.ONE_YEAR,
    removalPolicy,
    ...changes,
  });
export const accessLogs = (stack: Stack, changes: Partial<ConstructorParameters<typeof AccessLogBucket>[2]> = {}) =>
  new AccessLogBucket(stack, 'Bucket', {
    bucketName: 'lakeside-access-logs',
    days: 2192,
    sourcePrefix: 'lakeside-',
    removalPolicy,
    ...changes,
  });
export const audit = (stack: Stack, lock: ConstructorParameters<typeof AuditBucket>[2]['lock'], changes = {}) =>
  new AuditBucket(stack, 'Bucket', {
    bucketName: 'lakeside-audit',
    encryptionKey: testKey(stack),
    accessLogBucketName: 'lakeside-archive-logs',
    lock,
    trailName: 'lakeside-trail',
    removalPolicy,
    ...changes,
  });
export const config = (stack: Stack, changes: Partial<ConstructorParameters<typeof ConfigBucket>[2]> = {}) =>
  new ConfigBucket(stack, 'Bucket', {
    bucketName: 'lakeside-config',
    encryptionKey: testKey(stack),
    accessLogBucketName: 'lakeside-access-logs',
    days: 2192,
    removalPolicy,
    ...changes,
  });
export const threats = (stack: Stack, changes: Partial<ThreatDetectionProps>) =>
  new ThreatDetection(stack, 'Threats', {
    name: 'lakeside',
    create: { detector: true, hub: true, analyzer: true, unusedAccessAnalyzer: false, macie: false },
    protectionPlans: ['S3_DATA_EVENTS'],
    standards: ['fsbp'],
    ...changes,
  });
export const settings = (stack: Stack, changes: object) =>
  new AccountSettings(stack, 'Settings', {
    name: 'lakeside',
    passwordPolicy: { minimumPasswordLength: 14, passwordReusePrevention: 24, maxPasswordAge: 90, ...changes },
    blockPublicS3: true,
    inspectLambda: false,
    vpcId: 'vpc-1',
    encryptionKey: testKey(stack),
    logPrefix: '/asepsis/lakeside/',
    logRetention: RetentionDays.ONE_YEAR,
    removalPolicy,
  });
export const table = (stack: Stack, dataClass: 'phi', changes: Partial<typeof perimeter> = {}) =>
  new PhiTable(stack, 'Table', {
    tableName: 'lakeside-derm-records',
    dataClass,
    encryptionKey: testKey(stack),
    perimeter: { ...perimeter, ...changes },
    removalPolicy,
  });
export const boundary = (stack: Stack, allowedRegions: string[]) =>
  new PermissionsBoundary(stack, 'Boundary', { managedPolicyName: 'b', allowedRegions });
export const network = (stack: Stack, availabilityZones: string[], account = '111122223333') =>
  new IsolatedVpc(stack, 'Network', {
    name: 'lakeside',
    availabilityZones,
    interfaceEndpoints: [],
    perimeter: { account },
    flowLogGroup: logGroup(stack),
    queryLogGroup: new EncryptedLogGroup(stack, 'Dns', {
      logGroupName: '/asepsis/lakeside/dns',
      encryptionKey: stack.node.findChild('Key') as AsepsisKey,
      retention: RetentionDays.ONE_YEAR,
      removalPolicy,
    }),
    blockPublicAccess: true,
  });

export const machine = (stack: Stack, session: Duration) =>
  new MachineRole(stack, 'Machine', {
    roleName: 'm',
    deployment: 'lakeside',
    practice: 'derm',
    access: 'read-phi',
    session,
    names,
  });
export const group = (stack: Stack, workloadSession: Duration) =>
  new GroupRole(stack, 'Group', {
    roleName: 'g',
    group: 'clinician',
    identityPoolId: 'us-east-1:pool',
    deployment: 'lakeside',
    workloadSession,
    names,
  });
export const api = (stack: Stack, tokens: TokenIssuer) =>
  new ClinicalApi(stack, 'Api', { apiName: 'a', tokens, accessLogs: logGroup(stack), handler: pretended(stack) });
const pretended = (stack: Stack) =>
  LambdaFunction.fromFunctionArn(stack, 'Handler', 'arn:aws:lambda:us-east-1:111122223333:function:f');
export const identities = (stack: Stack, clientIds: string[]) =>
  new PeopleIdentityPool(stack, 'Identities', { poolName: 'p', userPool: new UserPool(stack, 'People'), clientIds });
export const trail = (stack: Stack, storePrefix: string) =>
  new AuditTrail(stack, 'Trail', {
    trailName: 'lakeside-trail',
    bucket: audit(stack, { mode: 'COMPLIANCE', days: 2192 }),
    encryptionKey: stack.node.findChild('Key') as AsepsisKey,
    logGroup: new EncryptedLogGroup(stack, 'TrailLogs', {
      logGroupName: '/asepsis/lakeside/trail',
      encryptionKey: stack.node.findChild('Key') as AsepsisKey,
      retention: RetentionDays.ONE_YEAR,
      removalPolicy,
    }),
    storePrefix,
    exceptStores: [],
    networkActivity: [],
  });
