/** Records of what happens: the trail and its archive, access logs, AWS Config and its rules, and evidence of it all. */
import { join } from 'node:path';
import type { CfnResource } from 'aws-cdk-lib';
import { CfnConfigurationRecorder, CfnDeliveryChannel } from 'aws-cdk-lib/aws-config';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { configRulesOf } from '../config/config-rules';
import { guardedTypes } from '../config/guarded-types';
import { ArchiveCopy } from '../constructs/archive-copy';
import { AsepsisKey } from '../constructs/asepsis-key';
import { AuditTrail } from '../constructs/audit-trail';
import { ConfigRules } from '../constructs/config-rules';
import { EncryptedLogGroup } from '../constructs/encrypted-log-group';
import { EvidenceFunction } from '../constructs/evidence-function';
import { AccessLogBucket, AuditBucket, ConfigBucket } from '../constructs/log-buckets';
import { SigningKey } from '../constructs/signing-key';
import { AsepsisStack } from './asepsis-stack';
import type { Blueprint } from './blueprint';

export class AuditStack extends AsepsisStack {
  /** Encrypts everything that records what happens. PHI has keys of its own. */
  readonly key: AsepsisKey;
  /** Signs evidence, and the templates that were deployed. */
  readonly signingKey: SigningKey;

  constructor(scope: Construct, blueprint: Blueprint) {
    super(scope, 'Audit', blueprint, 'Asepsis: the trail, its archive, access logs and configuration history');
    const { config, names, removalPolicy } = blueprint;
    this.key = new AsepsisKey(this, 'Key', {
      description: `${config.name}: audit records, logs and alarms`,
      alias: `${config.name}-audit`,
      viaServices: ['s3', 'sns', 'sqs', 'lambda', 'config', 'logs', 'dynamodb', 'scheduler'],
      removalPolicy,
    });
    this.key.allowLogs(names.logPrefix);
    this.key.allowCloudTrail(names.trail);
    this.key.allowServiceOfAccount('Alarms', 'cloudwatch.amazonaws.com');
    this.key.allowEventBridge();
    const archive = this.archive(blueprint);
    this.signingKey = new SigningKey(this, 'SigningKey', {
      description: `${config.name}: signs evidence`,
      alias: names.signingAlias,
      removalPolicy,
    });
    this.evidence(blueprint, archive);
    const copy = new ArchiveCopy(this, 'ArchiveCopy', {
      archive,
      archiveName: names.auditBucket,
      encryptionKey: this.key,
    });
    const accessLogs = new AccessLogBucket(this, 'AccessLogs', {
      bucketName: names.accessLogBucket,
      days: config.logArchive.accessLogDays,
      sourcePrefix: `${config.name}-`,
      removalPolicy,
    });
    copy.add({
      bucket: accessLogs,
      bucketName: names.accessLogBucket,
      // S3 puts the name of the bucket that was accessed before each log.
      prefix: `${config.name}-`,
      underKey: false,
    });
    const trailLogs = new EncryptedLogGroup(this, 'TrailLogs', {
      logGroupName: `${names.logPrefix}trail`,
      encryptionKey: this.key,
      retention: blueprint.logRetention,
      removalPolicy,
    });
    new AuditTrail(this, 'Trail', {
      trailName: names.trail,
      bucket: archive,
      encryptionKey: this.key,
      logGroup: trailLogs,
      storePrefix: `${config.name}-`,
      exceptStores: [names.auditBucket, names.archiveLogBucket, names.accessLogBucket, names.configBucket],
      networkActivity: blueprint.tier.networkActivityEvents ? blueprint.tier.interfaceEndpoints : [],
    });
    const ours = config.existing.configRecorder === 'create';
    new ConfigRules(this, 'Rules', {
      name: config.name,
      rules: configRulesOf(blueprint.tier),
      after: ours ? this.recordConfiguration(blueprint, accessLogs, copy) : [],
      recorded: ours && blueprint.tier.configRecording.scope === 'guarded' ? guardedTypes : undefined,
    });
  }

  /** The archive, with a bucket of its own for its access logs: in the others' they would be copied back into it. */
  private archive({ auditLock, config, names, removalPolicy }: Blueprint): AuditBucket {
    const logs = new AccessLogBucket(this, 'ArchiveLogs', {
      bucketName: names.archiveLogBucket,
      days: config.logArchive.accessLogDays,
      sourcePrefix: names.auditBucket,
      removalPolicy,
    });
    const archive = new AuditBucket(this, 'Archive', {
      bucketName: names.auditBucket,
      encryptionKey: this.key,
      accessLogBucketName: names.archiveLogBucket,
      lock: auditLock,
      trailName: names.trail,
      removalPolicy,
    });
    archive.node.addDependency(logs);
    return archive;
  }

  /** It reads by name what stands in later stacks: what is not there yet, the first increments say. */
  private evidence({ config, logRetention, names, removalPolicy, tier }: Blueprint, archive: AuditBucket): void {
    new EvidenceFunction(this, 'Evidence', {
      deployment: config.name,
      entry: join(__dirname, '../../lambdas/evidence/handler.ts'),
      archive,
      signingKey: this.signingKey,
      tableName: names.driftTable,
      poolName: names.peoplePool,
      hours: tier.evidenceHours,
      encryptionKey: this.key,
      alerts: Topic.fromTopicArn(this, 'Alerts', names.alertTopicArn),
      logPrefix: names.logPrefix,
      logRetention,
      removalPolicy,
      allowedRegions: config.allowedRegions,
    });
  }

  private recordConfiguration(
    { auditDays, config, names, removalPolicy, tier }: Blueprint,
    accessLogs: AccessLogBucket,
    copy: ArchiveCopy,
  ): CfnResource[] {
    const bucket = new ConfigBucket(this, 'ConfigHistory', {
      bucketName: names.configBucket,
      encryptionKey: this.key,
      accessLogBucketName: names.accessLogBucket,
      days: auditDays,
      removalPolicy,
    });
    bucket.node.addDependency(accessLogs);
    copy.add({ bucket, bucketName: names.configBucket, prefix: 'AWSLogs/', underKey: true });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ConfigDelivery',
        principals: [new ServicePrincipal('config.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    const { scope, frequency } = tier.configRecording;
    const recorder = new CfnConfigurationRecorder(this, 'Recorder', {
      name: `${config.name}-recorder`,
      roleArn: `arn:aws:iam::${this.account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      recordingGroup:
        scope === 'all'
          ? { allSupported: true, includeGlobalResourceTypes: true }
          : { allSupported: false, includeGlobalResourceTypes: false, resourceTypes: [...guardedTypes] },
      recordingMode: { recordingFrequency: frequency },
    });
    const channel = new CfnDeliveryChannel(this, 'Channel', {
      name: `${config.name}-channel`,
      s3BucketName: bucket.bucketName,
      s3KmsKeyArn: this.key.keyArn,
      configSnapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' },
    });
    channel.node.addDependency(bucket);
    channel.addResourceDependency(recorder);
    return [recorder, channel];
  }
}
