/** Where PHI rests: the stores that carry its data class, their keys, and the vaults that hold copies of them. */
import { takenByAny } from '../resources/backup-coverage';
import { readSelection } from '../resources/backup-selection';
import { dynamodbTable } from '../resources/dynamodb-table';
import type { Environment } from '../resources/intrinsics';
import { at, str, tags } from '../resources/read';
import { idOf, type TemplateResource, type TemplateSet } from '../resources/template';
import { isKnown, isUnknown, mark, type Value } from '../resources/value';
import type { NamedPolicy } from './layers';
import type { Physical } from './physical';
import { hole } from './text';

export type StoreType = 'bucket' | 'table' | 'key' | 'vault' | 'queue' | 'topic' | 'log group' | 'secret';

export interface Store {
  /** `stack/logicalId`. */
  readonly id: string;
  readonly type: StoreType;
  readonly arn: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Policies of the resource itself. */
  readonly policies: readonly NamedPolicy[];
  /** ARN of the customer's key that it is encrypted under. @default none of the customer's */
  readonly key?: string;
  /** Whether S3 asks for one key a bucket, and says the bucket to KMS and not the object. */
  readonly bucketKey: boolean;
}

/** Type, property of its tags, property of its key, and the policies attached to it, by CloudFormation type. */
interface Kind {
  readonly type: StoreType;
  readonly tags?: string;
  readonly key?: string;
  /** Property of its own policy. */
  readonly policy?: string;
  /** Type of a policy apart, the property that names the store, and the one that holds the document. */
  readonly apart?: readonly [type: string, names: string, document: string];
}

const kinds: Readonly<Record<string, Kind>> = {
  'AWS::S3::Bucket': {
    type: 'bucket',
    key: 'BucketEncryption.ServerSideEncryptionConfiguration',
    apart: ['AWS::S3::BucketPolicy', 'Bucket', 'PolicyDocument'],
  },
  'AWS::DynamoDB::Table': {
    type: 'table',
    key: 'SSESpecification.KMSMasterKeyId',
    policy: 'ResourcePolicy.PolicyDocument',
  },
  'AWS::DynamoDB::GlobalTable': { type: 'table', policy: 'ResourcePolicy.PolicyDocument' },
  'AWS::KMS::Key': { type: 'key', policy: 'KeyPolicy' },
  'AWS::Backup::BackupVault': {
    type: 'vault',
    tags: 'BackupVaultTags',
    key: 'EncryptionKeyArn',
    policy: 'AccessPolicy',
  },
  'AWS::SQS::Queue': {
    type: 'queue',
    key: 'KmsMasterKeyId',
    apart: ['AWS::SQS::QueuePolicy', 'Queues', 'PolicyDocument'],
  },
  'AWS::SNS::Topic': {
    type: 'topic',
    key: 'KmsMasterKeyId',
    apart: ['AWS::SNS::TopicPolicy', 'Topics', 'PolicyDocument'],
  },
  'AWS::Logs::LogGroup': { type: 'log group', key: 'KmsKeyId' },
  'AWS::SecretsManager::Secret': {
    type: 'secret',
    key: 'KmsKeyId',
    apart: ['AWS::SecretsManager::ResourcePolicy', 'SecretId', 'ResourcePolicy'],
  },
};

/** A global table says most of its replicas: what counts is the replica of the stack's own region. */
function ofThisRegion({ properties, type }: TemplateResource, region: string): TemplateResource['properties'] {
  if (type !== 'AWS::DynamoDB::GlobalTable') return properties;
  const { Replicas: replicas } = properties;
  const own = Array.isArray(replicas) ? replicas.find((one) => at(one, 'Region') === region) : replicas;
  return typeof own === 'object' && own !== null && !Array.isArray(own) ? (own as TemplateResource['properties']) : {};
}

function policiesOf(
  resource: TemplateResource,
  kind: Kind,
  set: TemplateSet,
  physical: Physical,
): readonly NamedPolicy[] {
  const { region } = physical.environmentOf(resource.stack);
  const own = kind.policy === undefined ? undefined : at(ofThisRegion(resource, region), kind.policy);
  const apart = kind.apart ? set.attached(resource, kind.apart[0], kind.apart[1]) : [];
  return [
    ...(own === undefined ? [] : [physical.policy(idOf(resource), own)]),
    ...apart.map((one) => physical.policy(idOf(one), one.properties[kind.apart?.[2] ?? ''])),
  ];
}

/** The ARN of the key, however it is named; an alias of AWS's own is none of the customer's. */
function keyOf(resource: TemplateResource, kind: Kind, set: TemplateSet, physical: Physical): string | undefined {
  const where = kind.type === 'bucket' ? firstRule(resource, kind.key ?? '') : at(resource.properties, kind.key ?? '-');
  const named = resource.type === 'AWS::DynamoDB::GlobalTable' ? dynamodbTable.read(resource, set).keyArn : where;
  if (typeof named !== 'string' || named.includes('alias/aws/')) return undefined;
  const target = set.target(named);
  return target?.type === 'AWS::KMS::Key' ? physical.arnOf(target) : physical.text(named);
}

function firstRule({ properties }: TemplateResource, path: string) {
  const rules = at(properties, path);
  return at(Array.isArray(rules) ? rules[0] : rules, 'ServerSideEncryptionByDefault.KMSMasterKeyID');
}

function usesBucketKey({ properties }: TemplateResource): boolean {
  const rules = at(properties, 'BucketEncryption.ServerSideEncryptionConfiguration');
  return at(Array.isArray(rules) ? rules[0] : rules, 'BucketKeyEnabled') === true;
}

function tagsOf(resource: TemplateResource, set: TemplateSet): Value<Readonly<Record<string, string>>> {
  if (resource.type === 'AWS::DynamoDB::GlobalTable') return dynamodbTable.read(resource, set).tags;
  return tags(resource.properties, kinds[resource.type]?.tags);
}

const known = (value: Value<Readonly<Record<string, string>>>) => (isKnown(value) ? value : {});

function storeOf(resource: TemplateResource, set: TemplateSet, physical: Physical): Store | undefined {
  const kind = kinds[resource.type];
  if (!kind) return undefined;
  const key = keyOf(resource, kind, set, physical);
  return {
    id: idOf(resource),
    type: kind.type,
    arn: physical.arnOf(resource),
    region: physical.environmentOf(resource.stack).region,
    tags: known(tagsOf(resource, set)),
    policies: policiesOf(resource, kind, set, physical),
    ...(key === undefined ? {} : { key }),
    bucketKey: usesBucketKey(resource),
  };
}

/** Every resource that has a policy of its own or could hold data, whatever it holds. */
export const everyStore = (set: TemplateSet, physical: Physical): readonly Store[] =>
  set.resources.flatMap((one) => storeOf(one, set, physical) ?? []);

/** Names of the vaults that plans copy into which take any of these resources. */
function vaultsOf(stores: readonly TemplateResource[], set: TemplateSet, physical: Physical): ReadonlySet<string> {
  const found = new Set<string>();
  for (const selection of set.ofType('AWS::Backup::BackupSelection')) {
    const one = readSelection(at(selection.properties, 'BackupSelection') ?? {});
    const taken = stores.some((store) => {
      const names = [
        mark(store.stack, store.logicalId),
        mark(store.stack, store.logicalId, 'Arn'),
        physical.arnOf(store),
      ];
      // What may be copied is looked at: unknown counts as taken.
      return takenByAny([one], names, known(tagsOf(store, set))) !== false;
    });
    const plan = taken ? set.target(selection.properties.BackupPlanId) : undefined;
    for (const target of plan ? targetsOf(plan) : []) found.add(physical.text(target));
  }
  return found;
}

function targetsOf({ properties }: TemplateResource): readonly string[] {
  const rules = at(properties, 'BackupPlan.BackupPlanRule');
  return (Array.isArray(rules) ? rules : []).flatMap((rule) => {
    const copies = at(rule, 'CopyActions');
    const vaults = [
      str(rule, 'TargetBackupVault', ''),
      ...(Array.isArray(copies) ? copies.map((copy) => str(copy, 'DestinationBackupVaultArn', '')) : []),
    ];
    return vaults.filter((one): one is string => isKnown(one) && one !== '').map((one) => one.split(':').at(-1) ?? one);
  });
}

/** Every store of PHI, and every key and vault that PHI rests under. */
export function storesOf(set: TemplateSet, physical: Physical, classes: readonly string[]): readonly Store[] {
  // A store whose tags are not known may hold PHI.
  const holds = (tagsOfOne: ReturnType<typeof tagsOf>) =>
    isUnknown(tagsOfOne) || classes.includes(tagsOfOne['data-class'] ?? '');
  const tagged = set.resources.filter((one) => kinds[one.type] !== undefined && holds(tagsOf(one, set)));
  const names = vaultsOf(tagged, set, physical);
  const vaults = set
    .ofType('AWS::Backup::BackupVault')
    .filter((one) => !tagged.includes(one) && names.has(physical.text(mark(one.stack, one.logicalId))));
  const read = [...tagged, ...vaults].flatMap((one) => storeOf(one, set, physical) ?? []);
  const arns = new Set(read.map(({ key }) => key));
  const keys = set
    .ofType('AWS::KMS::Key')
    .filter((one) => arns.has(physical.arnOf(one)))
    .flatMap((one) => storeOf(one, set, physical) ?? []);
  return [...read.filter(({ type }) => type !== 'key'), ...keys];
}

/** What AWS Backup restores to test it, by the type that a selection names: AWS Backup Developer Guide, "Restore testing". */
const restored: Readonly<Record<string, readonly [type: StoreType, arn: (where: Environment) => string]>> = {
  S3: ['bucket', ({ partition }) => `arn:${partition}:s3:::`],
  DynamoDB: ['table', ({ account, partition, region }) => `arn:${partition}:dynamodb:${region}:${account}:table/`],
};

/** Copies of PHI for the hour of a restore test: no template declares them, and no policy is theirs. */
export function restoredStores(set: TemplateSet, physical: Physical): readonly Store[] {
  const found = new Map<string, Store>();
  for (const selection of set.ofType('AWS::Backup::RestoreTestingSelection')) {
    const named = str(selection.properties, 'ProtectedResourceType', '');
    const [type, arn] = restored[isKnown(named) ? named : ''] ?? [];
    if (!type || !arn) continue;
    const where = physical.environmentOf(selection.stack);
    const id = `${selection.stack}/restored ${type}s`;
    const name = `awsbackup-restore-test-${hole('value', 'of a restore test')}`;
    const none = { tags: {}, policies: [], bucketKey: false } as const;
    found.set(id, { ...none, id, type, arn: `${arn(where)}${name}`, region: where.region });
  }
  return [...found.values()];
}
