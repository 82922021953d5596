/** The trail: every management event of every region, and every access to a store of ours. */

import { Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AsepsisRole } from './asepsis-role';
import type { EncryptedLogGroup } from './encrypted-log-group';
import { uphold } from './safeguards';

export interface AuditTrailProps {
  readonly trailName: string;
  readonly bucket: Bucket;
  readonly encryptionKey: IKey;
  readonly logGroup: EncryptedLogGroup;
  /** Data events are recorded for buckets and tables whose names start with this. */
  readonly storePrefix: string;
  /** Buckets of that prefix whose data events would record the recording. */
  readonly exceptStores: readonly string[];
  /** Services whose interface endpoints' denied calls are recorded, for example `sts`. */
  readonly networkActivity: readonly string[];
}

/** Multi-region, validated, encrypted, searchable. 45 CFR 164.312(b), 164.308(a)(1)(ii)(D), 164.312(c)(2). */
export class AuditTrail extends Construct {
  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    uphold(this.node.path, [
      [
        props.storePrefix !== '',
        'no prefix of stores',
        "the deployment's prefix",
        'Set storePrefix: whose data events are recorded.',
      ],
    ]);
    const { account, partition } = Stack.of(this);
    const role = new AsepsisRole(this, 'LogRole', {
      assumedBy: new ServicePrincipal('cloudtrail.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
      description: 'Writes the trail to its log group',
      statements: [
        new PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [`${props.logGroup.plainArn}:log-stream:${account}_CloudTrail_*`],
        }),
      ],
    });
    const equals = (field: string, ...values: string[]) => ({ field, equalTo: values });
    const s3 = (name: string) => `arn:${partition}:s3:::${name}`;
    const trail = new CfnTrail(this, 'Resource', {
      trailName: props.trailName,
      s3BucketName: props.bucket.bucketName,
      kmsKeyId: props.encryptionKey.keyArn,
      cloudWatchLogsLogGroupArn: `${props.logGroup.plainArn}:*`,
      cloudWatchLogsRoleArn: role.roleArn,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      advancedEventSelectors: [
        { name: 'Every management event', fieldSelectors: [equals('eventCategory', 'Management')] },
        {
          name: 'Every access to an object in a store of ours',
          fieldSelectors: [
            equals('eventCategory', 'Data'),
            equals('resources.type', 'AWS::S3::Object'),
            {
              field: 'resources.ARN',
              startsWith: [s3(props.storePrefix)],
              notStartsWith: props.exceptStores.map((name) => s3(`${name}/`)),
            },
          ],
        },
        {
          name: 'Every access to an item in a table of ours',
          fieldSelectors: [
            equals('eventCategory', 'Data'),
            equals('resources.type', 'AWS::DynamoDB::Table'),
            {
              field: 'resources.ARN',
              startsWith: [`arn:${partition}:dynamodb:${Stack.of(this).region}:${account}:table/${props.storePrefix}`],
            },
          ],
        },
        ...props.networkActivity.map((service) => ({
          name: `Calls to ${service} that an endpoint denied`,
          fieldSelectors: [
            equals('eventCategory', 'NetworkActivity'),
            equals('eventSource', `${service}.amazonaws.com`),
            equals('errorCode', 'VpceAccessDenied'),
          ],
        })),
      ],
    });
    trail.node.addDependency(role, props.bucket);
  }
}
