import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AsepsisKey } from '../../lib/constructs/asepsis-key';
import { PhiBucket, type PhiBucketProps } from '../../lib/constructs/phi-bucket';

/** An app whose functions are not bundled. CloudFormation's own rules are held against whole deployments, in test/gates. */
export const testApp = (): App =>
  new App({
    analyticsReporting: false,
    stackTraces: false,
    treeMetadata: false,
    builtinCloudFormationValidation: false,
    context: { 'aws:cdk:bundling-stacks': [], 'aws:cdk:disable-asset-staging': true },
  });

/** A stack with a fixed environment. */
export const testStack = (app: App = testApp(), id = 'Test'): Stack =>
  new Stack(app, id, { env: { account: '111122223333', region: 'us-east-1' } });

export const testKey = (stack: Stack): AsepsisKey =>
  new AsepsisKey(stack, 'Key', {
    description: 'test',
    alias: 'test',
    viaServices: ['s3', 'dynamodb'],
    removalPolicy: RemovalPolicy.DESTROY,
  });

export const perimeter = {
  practice: 'derm',
  vpcId: 'vpc-1',
  backupRoleArns: ['arn:aws:iam::111122223333:role/asepsis/backup'],
  emergencyRoleArn: 'arn:aws:iam::111122223333:role/asepsis/break-glass',
};

export const phiBucket = (stack: Stack, changes: Partial<PhiBucketProps> = {}): PhiBucket =>
  new PhiBucket(stack, 'Store', {
    bucketName: 'lakeside-derm-phi',
    dataClass: 'phi',
    encryptionKey: testKey(stack),
    accessLogBucketName: 'lakeside-access-logs',
    perimeter,
    scanRoleName: 'lakeside-derm-phi-scan',
    retentionYears: 6,
    objectLock: { mode: 'COMPLIANCE', days: 30 },
    removalPolicy: RemovalPolicy.RETAIN,
    ...changes,
  });

/** Names of stores as the blueprint makes them. */
export const names = {
  store: (practice: string, dataClass: string) => `lakeside-${practice}-${dataClass}-111122223333-us-east-1`,
  table: (practice: string) => `lakeside-${practice}-records`,
  auditBucket: 'lakeside-audit',
  logPrefix: '/asepsis/lakeside/',
};

export interface StatementJson {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
  readonly Principal?: unknown;
}

export const listOf = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;
