/** DynamoDB tables, live. */
import { BackupClient } from '@aws-sdk/client-backup';
import {
  DeleteResourcePolicyCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  ListTagsOfResourceCommand,
  PutResourcePolicyCommand,
  type TableDescription,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { takenByAny } from '../../../lib/resources/backup-coverage';
import { dynamodbTable, type TableState } from '../../../lib/resources/dynamodb-table';
import { readPolicy, writePolicy } from '../../../lib/resources/policy';
import { isKnown, type Value } from '../../../lib/resources/value';
import { ifAbsent, orUnknown } from './absent';
import { readSelections } from './backup-selection';
import { known } from './known';
import { defineLive, type Put, type SdkConfig } from './live';
import { asTags, ownTags, tagChanges } from './tags';

interface Clients {
  readonly backup: BackupClient;
  readonly dynamodb: DynamoDBClient;
  readonly kms: KMSClient;
}

const clientsOf = (sdk: SdkConfig): Clients => ({
  backup: new BackupClient(sdk('backup')),
  dynamodb: new DynamoDBClient(sdk('dynamodb')),
  kms: new KMSClient(sdk('kms')),
});

/**
 * The customer's key. DynamoDB names the key that AWS manages in the same way, by an ARN: only KMS tells them apart, and
 * is asked where the key is not the declared one.
 */
async function customerKey(
  kms: KMSClient,
  { SSEDescription: encryption }: TableDescription,
  declared?: TableState,
): Promise<Value<string | null>> {
  const key = encryption?.KMSMasterKeyArn;
  if (!key || !/^(ENABLED|ENABLING|UPDATING)$/.test(encryption?.Status ?? '')) return null;
  if (key === declared?.keyArn) return key;
  if (key.includes(':alias/aws/')) return null;
  const described = kms.send(new DescribeKeyCommand({ KeyId: key }));
  return orUnknown(
    'who manages the key of the table',
    described.then(({ KeyMetadata }) => (KeyMetadata?.KeyManager === 'AWS' ? null : key)),
  );
}

async function tagsOf(dynamodb: DynamoDBClient, ResourceArn: string): Promise<readonly Tag[]> {
  const tags: Tag[] = [];
  let NextToken: string | undefined;
  do {
    const page = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn, NextToken }));
    tags.push(...(page.Tags ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return tags;
}

async function read(
  { backup, dynamodb, kms }: Clients,
  TableName: string,
  declared?: TableState,
): Promise<TableState | undefined> {
  const described = await dynamodb
    .send(new DescribeTableCommand({ TableName }))
    .catch(ifAbsent('ResourceNotFoundException'));
  const table = described?.Table;
  if (!table) return undefined;
  const arn = table.TableArn ?? '';
  const [backups, policy, tags, keyArn, selections] = await Promise.all([
    dynamodb.send(new DescribeContinuousBackupsCommand({ TableName })),
    dynamodb.send(new GetResourcePolicyCommand({ ResourceArn: arn })).catch(ifAbsent('PolicyNotFoundException')),
    tagsOf(dynamodb, arn),
    customerKey(kms, table, declared),
    orUnknown('the selections of AWS Backup', readSelections(backup)),
  ]);
  const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  const own = ownTags(tags);
  return {
    name: TableName,
    account: arn.split(':')[4] ?? '',
    recovery: {
      enabled: recovery?.PointInTimeRecoveryStatus === 'ENABLED',
      days: recovery?.RecoveryPeriodInDays ?? 35,
    },
    deletionProtection: table.DeletionProtectionEnabled ?? false,
    keyArn,
    policy: readPolicy(policy?.Policy),
    tags: own,
    backedUp: isKnown(selections) ? takenByAny(selections, [arn], own) : selections,
  };
}

/** The ARN that policies and tags are put on: the table's own. */
async function arnOf(dynamodb: DynamoDBClient, TableName: string): Promise<string> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  return Table?.TableArn ?? '';
}

function putsOf(dynamodb: DynamoDBClient): Record<string, Put<TableState>> {
  const recover: Put<TableState> = async (TableName, { recovery }) => {
    const PointInTimeRecoverySpecification = {
      PointInTimeRecoveryEnabled: known(recovery.enabled),
      ...(known(recovery.enabled) ? { RecoveryPeriodInDays: known(recovery.days) } : {}),
    };
    await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  };
  return {
    'recovery.enabled': recover,
    'recovery.days': recover,
    // UpdateTable changes what it is given and leaves the rest (API reference: all but the name are optional).
    deletionProtection: async (TableName, { deletionProtection }) => {
      const input = { TableName, DeletionProtectionEnabled: known(deletionProtection) };
      await dynamodb.send(new UpdateTableCommand(input));
    },
    keyArn: async (TableName, { keyArn }) => {
      const KMSMasterKeyId = known(keyArn);
      const SSESpecification =
        KMSMasterKeyId === null ? { Enabled: false } : { Enabled: true, SSEType: 'KMS' as const, KMSMasterKeyId };
      await dynamodb.send(new UpdateTableCommand({ TableName, SSESpecification }));
    },
    policy: async (TableName, { policy }) => {
      const ResourceArn = await arnOf(dynamodb, TableName);
      const Policy = writePolicy(policy);
      await (known(policy).statements.length === 0
        ? dynamodb.send(new DeleteResourcePolicyCommand({ ResourceArn }))
        : dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy })));
    },
    tags: async (TableName, { tags }, live) => {
      const { remove, set } = tagChanges(known(tags), known(live.tags));
      const ResourceArn = await arnOf(dynamodb, TableName);
      const Tags = asTags(set);
      if (Tags.length > 0) await dynamodb.send(new TagResourceCommand({ ResourceArn, Tags }));
      if (remove.length > 0) await dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: [...remove] }));
    },
  };
}

export const dynamodbTableLive = defineLive<TableState>({
  kind: dynamodbTable,
  open(sdk) {
    const clients = clientsOf(sdk);
    return { read: (table, declared) => read(clients, table, declared), puts: putsOf(clients.dynamodb) };
  },
});
