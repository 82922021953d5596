/** An S3 bucket with its policy. */
import { defineKind } from './kind';
import { mergePolicies, type Policy, readPolicy } from './policy';
import { bool, map, num, records, str, tags } from './read';
import { type LifecycleRule, readLifecycle } from './s3-lifecycle';
import { type Data, isUnknown, mark, type Value } from './value';

export interface BucketState {
  readonly name: Value<string>;
  /** Account that it is in: principals of another one are strangers. */
  readonly account: Value<string>;
  readonly publicAccessBlock: {
    readonly blockPublicAcls: Value<boolean>;
    readonly blockPublicPolicy: Value<boolean>;
    readonly ignorePublicAcls: Value<boolean>;
    readonly restrictPublicBuckets: Value<boolean>;
  };
  /** `aws:kms`, `aws:kms:dsse` or `AES256`, which AWS applies by itself. */
  readonly encryption: {
    readonly algorithm: Value<string>;
    readonly keyArn: Value<string | undefined>;
    readonly bucketKey: Value<boolean>;
  };
  readonly versioning: Value<string>;
  readonly objectLock: {
    readonly enabled: Value<boolean>;
    readonly mode: Value<string | undefined>;
    readonly days: Value<number | undefined>;
  };
  readonly logging: { readonly target: Value<string | undefined>; readonly prefix: Value<string | undefined> };
  /** `BucketOwnerEnforced` switches ACLs off. */
  readonly ownership: Value<string>;
  readonly lifecycle: Value<readonly LifecycleRule[]>;
  readonly eventBridge: Value<boolean>;
  readonly policy: Value<Policy>;
  readonly tags: Value<Readonly<Record<string, string>>>;
}

const rule = 'BucketEncryption.ServerSideEncryptionConfiguration';

function firstEncryption(properties: Data): Value<Data> {
  return map(records(properties, rule), ([first]) => first ?? {});
}

const within = <T>(value: Value<Data>, read: (data: Data) => Value<T>): Value<T> =>
  isUnknown(value) ? value : read(value);

export const s3Bucket = defineKind<BucketState>({
  name: 's3.bucket',
  types: ['AWS::S3::Bucket'],
  owned: [
    'publicAccessBlock',
    'encryption.algorithm',
    'encryption.keyArn',
    'encryption.bucketKey',
    'versioning',
    'objectLock.enabled',
    'objectLock.mode',
    'objectLock.days',
    'logging.target',
    'logging.prefix',
    'ownership',
    'lifecycle',
    'eventBridge',
    'policy',
    'tags',
  ],
  read: (resource, set) => {
    const { stack, logicalId, properties } = resource;
    const encryption = firstEncryption(properties);
    const block = (flag: string) => bool(properties, `PublicAccessBlockConfiguration.${flag}`, false);
    const retention = 'ObjectLockConfiguration.Rule.DefaultRetention';
    return {
      name: str(properties, 'BucketName', mark(stack, logicalId)),
      account: set.environment.account,
      publicAccessBlock: {
        blockPublicAcls: block('BlockPublicAcls'),
        blockPublicPolicy: block('BlockPublicPolicy'),
        ignorePublicAcls: block('IgnorePublicAcls'),
        restrictPublicBuckets: block('RestrictPublicBuckets'),
      },
      encryption: {
        algorithm: within(encryption, (data) => str(data, 'ServerSideEncryptionByDefault.SSEAlgorithm', 'AES256')),
        keyArn: within(encryption, (data) => str(data, 'ServerSideEncryptionByDefault.KMSMasterKeyID', undefined)),
        bucketKey: within(encryption, (data) => bool(data, 'BucketKeyEnabled', false)),
      },
      versioning: str(properties, 'VersioningConfiguration.Status', 'Suspended'),
      objectLock: {
        enabled: bool(properties, 'ObjectLockEnabled', false),
        mode: str(properties, `${retention}.Mode`, undefined),
        days: num(properties, `${retention}.Days`, undefined),
      },
      logging: {
        target: str(properties, 'LoggingConfiguration.DestinationBucketName', undefined),
        prefix: str(properties, 'LoggingConfiguration.LogFilePrefix', undefined),
      },
      ownership: map(records(properties, 'OwnershipControls.Rules'), ([first]) =>
        String(first?.ObjectOwnership ?? 'BucketOwnerEnforced'),
      ),
      lifecycle: readLifecycle(properties),
      eventBridge: bool(properties, 'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled', false),
      policy: mergePolicies(
        set
          .attached(resource, 'AWS::S3::BucketPolicy', 'Bucket')
          .map((one) => readPolicy(one.properties.PolicyDocument)),
      ),
      tags: tags(properties),
    };
  },
});
