/** A small CDK app with every route in it: natively deployed, made through an API, and left out. */
import { join } from 'node:path';
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnAnalyzer } from 'aws-cdk-lib/aws-accessanalyzer';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { CfnConfigurationRecorder } from 'aws-cdk-lib/aws-config';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { CfnFlowLog, CfnVPC } from 'aws-cdk-lib/aws-ec2';
import { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { CfnHub } from 'aws-cdk-lib/aws-securityhub';

export interface SampleOptions {
  readonly outdir: string;
  /** Makes something that stays refer to what is left out. */
  readonly dangling?: boolean;
  /** Distinguishes the names of two samples in one cloud. */
  readonly name: string;
}

/** Synthesizes the sample for the account and region of the shared cloud. */
export function synthesizeSample({ outdir, dangling = false, name }: SampleOptions): void {
  const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false });
  const stack = new Stack(app, name, { env: { account: '111122223333', region: 'us-east-1' } });
  const removalPolicy = RemovalPolicy.DESTROY;
  const key = new Key(stack, 'Key', { removalPolicy });
  const bucket = new Bucket(stack, 'Bucket', {
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    removalPolicy,
  });
  new TableV2(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING }, removalPolicy });
  const logs = new LogGroup(stack, 'Logs', { removalPolicy });
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('config.amazonaws.com') });
  const vpc = new CfnVPC(stack, 'Vpc', { cidrBlock: '10.9.0.0/16' });
  new NodejsFunction(stack, 'Function', {
    entry: join(__dirname, 'sample-function.ts'),
    runtime: Runtime.NODEJS_22_X,
    environment: { BUCKET: bucket.bucketName },
  });
  const trail = new CfnTrail(stack, 'Trail', {
    s3BucketName: bucket.bucketName,
    isLogging: true,
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    kmsKeyId: key.keyArn,
  });
  new CfnFlowLog(stack, 'FlowLog', {
    resourceId: vpc.ref,
    resourceType: 'VPC',
    trafficType: 'ALL',
    logGroupName: logs.logGroupName,
    deliverLogsPermissionArn: role.roleArn,
  });
  const detector = new CfnDetector(stack, 'Detector', { enable: true, findingPublishingFrequency: 'FIFTEEN_MINUTES' });
  new CfnHub(stack, 'Hub');
  new CfnConfigurationRecorder(stack, 'Recorder', {
    roleArn: role.roleArn,
    recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
  });
  const analyzer = new CfnAnalyzer(stack, 'Analyzer', { type: 'ACCOUNT' });
  new CfnOutput(stack, 'TrailArn', { value: trail.attrArn });
  new CfnOutput(stack, 'DetectorId', { value: detector.ref });
  if (dangling) new CfnOutput(stack, 'AnalyzerArn', { value: analyzer.attrArn });
  app.synth();
}
