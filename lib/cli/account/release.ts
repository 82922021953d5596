/** Lifts what keeps a trial's stacks from being deleted: recordings that go on, protections, and what is stored. */

import { setTimeout as sleep } from 'node:timers/promises';
import {
  BackupClient,
  DeleteBackupVaultAccessPolicyCommand,
  DeleteBackupVaultLockConfigurationCommand,
  DeleteRecoveryPointCommand,
  DescribeBackupVaultCommand,
  paginateListRecoveryPointsByBackupVault,
} from '@aws-sdk/client-backup';
import { CloudTrailClient, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { ConfigServiceClient, StopConfigurationRecorderCommand } from '@aws-sdk/client-config-service';
import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { ifAbsent } from '../../../lambdas/drift/live/absent';
import { cognitoUserPoolLive } from '../../../lambdas/drift/live/cognito-user-pool';
import type { SdkConfig } from '../../../lambdas/drift/live/live';
import { AccountError } from '../../errors';
import { emptyBucket } from './empty-bucket';
import type { Held } from './inventory';

/** Gives what was done, for people; nothing where there was nothing to do. */
type Release = (sdk: SdkConfig, held: Held) => Promise<string | undefined>;

const stopTrail: Release = async (sdk, { physicalId: Name, region }) => {
  const client = new CloudTrailClient({ ...sdk('cloudtrail'), region });
  await client.send(new StopLoggingCommand({ Name })).catch(ifAbsent('TrailNotFoundException'));
  return `${Name} no longer records`;
};

/** A channel cannot be deleted while a recorder runs. */
const stopRecorder: Release = async (sdk, { physicalId: ConfigurationRecorderName, region }) => {
  const client = new ConfigServiceClient({ ...sdk('config-service'), region });
  await client
    .send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName }))
    .catch(ifAbsent('NoSuchConfigurationRecorderException'));
  return `${ConfigurationRecorderName} no longer records`;
};

const unprotectTable: Release = async (sdk, { physicalId: TableName, region }) => {
  const client = new DynamoDBClient({ ...sdk('dynamodb'), region });
  await client
    .send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }))
    .catch(ifAbsent('ResourceNotFoundException'));
  return `${TableName} may be deleted`;
};

/** Through the put of its live reader: an update resets whatever a call leaves out, MFA for one. */
const unprotectPool: Release = async (sdk, { physicalId }) => {
  const pool = cognitoUserPoolLive.open(sdk);
  const state = await pool.read(physicalId);
  if (!state) return undefined;
  await pool.puts.deletionProtection?.(physicalId, { ...state, deletionProtection: false }, state);
  return `${physicalId} may be deleted`;
};

/** Times that a vault is asked whether its recovery points are gone, and the pause between. */
const vaultQuestions = 60;
const vaultPause = 5_000;

async function recoveryPoints(client: BackupClient, BackupVaultName: string): Promise<readonly string[]> {
  const arns: string[] = [];
  const read = async () => {
    for await (const { RecoveryPoints = [] } of paginateListRecoveryPointsByBackupVault(
      { client },
      { BackupVaultName },
    ))
      arns.push(...RecoveryPoints.map(({ RecoveryPointArn = '' }) => RecoveryPointArn));
  };
  // A vault that does not exist answers as one that the caller may not see.
  await read().catch(ifAbsent('ResourceNotFoundException'));
  return arns;
}

/** A trial's lock is in governance mode: who may, takes it off. */
const emptyVault: Release = async (sdk, { physicalId: BackupVaultName, region }) => {
  const client = new BackupClient({ ...sdk('backup'), region });
  const absent = ifAbsent('ResourceNotFoundException');
  const points = await recoveryPoints(client, BackupVaultName);
  if (points.length === 0) return undefined;
  const vault = await client.send(new DescribeBackupVaultCommand({ BackupVaultName })).catch(absent);
  if (vault?.Locked)
    await client.send(new DeleteBackupVaultLockConfigurationCommand({ BackupVaultName })).catch(absent);
  await client.send(new DeleteBackupVaultAccessPolicyCommand({ BackupVaultName })).catch(absent);
  for (const RecoveryPointArn of points)
    await client.send(new DeleteRecoveryPointCommand({ BackupVaultName, RecoveryPointArn })).catch(absent);
  for (let question = 0; (await recoveryPoints(client, BackupVaultName)).length > 0; question++) {
    if (question === vaultQuestions)
      throw new AccountError(
        `${BackupVaultName} still has recovery points`,
        'Run asepsis down again: AWS Backup deletes them in its own time.',
      );
    await sleep(vaultPause);
  }
  return `${BackupVaultName}: ${points.length} recovery points deleted`;
};

const empty: Release = async (sdk, { physicalId, region }) => {
  const deleted = await emptyBucket(sdk, region, physicalId);
  return deleted > 0 ? `${physicalId}: ${deleted} versions deleted` : undefined;
};

/** In this order: what records ends first, so that what is emptied stays empty. */
const releases: readonly (readonly [type: string, release: Release])[] = [
  ['AWS::CloudTrail::Trail', stopTrail],
  ['AWS::Config::ConfigurationRecorder', stopRecorder],
  ['AWS::DynamoDB::Table', unprotectTable],
  ['AWS::DynamoDB::GlobalTable', unprotectTable],
  ['AWS::Cognito::UserPool', unprotectPool],
  ['AWS::Backup::BackupVault', emptyVault],
  ['AWS::S3::Bucket', empty],
];

/** @throws AccountError for what cannot be lifted */
export async function release(sdk: SdkConfig, held: readonly Held[], say: (text: string) => void): Promise<void> {
  for (const [type, work] of releases)
    for (const one of held.filter((candidate) => candidate.type === type)) {
      const news = await work(sdk, one);
      if (news) say(news);
    }
}
