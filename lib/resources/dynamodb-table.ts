/** A DynamoDB table with its policy, and whether a backup plan takes it. */
import { isBackedUp } from './backup-coverage';
import { keyArn } from './key-arn';
import { defineKind } from './kind';
import { type Policy, readPolicy } from './policy';
import { at, bool, num, records, str, tags } from './read';
import type { TemplateResource, TemplateSet } from './template';
import { type Data, isUnknown, mark, type Value } from './value';

export interface TableState {
  readonly name: Value<string>;
  /** Account that it is in: principals of another one are strangers. */
  readonly account: string;
  /** Recovery to any second of so many days; AWS's default is 35. */
  readonly recovery: { readonly enabled: Value<boolean>; readonly days: Value<number> };
  readonly deletionProtection: Value<boolean>;
  /** ARN of the customer's key, `null` where AWS encrypts under a key of its own or one that it manages. */
  readonly keyArn: Value<string | null>;
  readonly policy: Value<Policy>;
  readonly tags: Value<Readonly<Record<string, string>>>;
  /** Whether a selection of AWS Backup takes it. Not owned: the selection is a resource of its own. */
  readonly backedUp: Value<boolean>;
}

type Properties = Readonly<Record<string, Data>>;

/**
 * A global table says most of its replicas, in each region's own words: what counts here is the replica of the region
 * that the stack is in, which CloudFormation asks for.
 */
function ofThisRegion({ properties, type }: TemplateResource, region: string): Properties {
  if (type !== 'AWS::DynamoDB::GlobalTable') return properties;
  const replicas = records(properties, 'Replicas');
  if (isUnknown(replicas)) {
    const hidden = ['PointInTimeRecoverySpecification', 'DeletionProtectionEnabled', 'SSESpecification'];
    const own = Object.fromEntries([...hidden, 'ResourcePolicy', 'Tags'].map((name) => [name, replicas]));
    return { ...properties, ...own };
  }
  const replica = replicas.find((one) => one.Region === region) ?? {};
  const enabled = at(properties, 'SSESpecification.SSEEnabled') ?? false;
  const key = at(replica, 'SSESpecification.KMSMasterKeyId');
  const encryption = { SSEEnabled: enabled, ...(key === undefined ? {} : { KMSMasterKeyId: key }) };
  return { TableName: properties.TableName ?? null, ...replica, SSESpecification: encryption };
}

/** The customer's key. Encryption that is on without a key is under AWS's `alias/aws/dynamodb`. */
function customerKey(properties: Properties, set: TemplateSet): Value<string | null> {
  const enabled = bool(properties, 'SSESpecification.SSEEnabled', false);
  if (isUnknown(enabled)) return enabled;
  const key = keyArn(set, str(properties, 'SSESpecification.KMSMasterKeyId', null));
  const managed = typeof key === 'string' && key.includes('alias/aws/');
  return enabled && !managed ? key : null;
}

export const dynamodbTable = defineKind<TableState>({
  name: 'dynamodb.table',
  types: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  owned: ['recovery.enabled', 'recovery.days', 'deletionProtection', 'keyArn', 'policy', 'tags'],
  read: (resource, set) => {
    const { account, partition, region } = set.environment;
    const properties = ofThisRegion(resource, region);
    const declaredName = at(properties, 'TableName');
    const name = typeof declaredName === 'string' ? declaredName : mark(resource.stack, resource.logicalId);
    const recovery = 'PointInTimeRecoverySpecification';
    return {
      name,
      account,
      recovery: {
        enabled: bool(properties, `${recovery}.PointInTimeRecoveryEnabled`, false),
        days: num(properties, `${recovery}.RecoveryPeriodInDays`, 35),
      },
      deletionProtection: bool(properties, 'DeletionProtectionEnabled', false),
      keyArn: customerKey(properties, set),
      policy: readPolicy(at(properties, 'ResourcePolicy.PolicyDocument')),
      tags: tags(properties),
      backedUp: isBackedUp(
        { ...resource, properties },
        set,
        `arn:${partition}:dynamodb:${region}:${account}:table/${name}`,
      ),
    };
  },
});
