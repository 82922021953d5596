/** The drift function of the family `data`. */
import { driftHandler } from '../handler';
import { backupPlanLive } from '../live/backup-plan';
import { backupSelectionLive } from '../live/backup-selection';
import { backupVaultLive } from '../live/backup-vault';
import { dynamodbTableLive } from '../live/dynamodb-table';
import { kmsKeyLive } from '../live/kms-key';
import { s3BucketLive } from '../live/s3-bucket';
import { secretsmanagerSecretLive } from '../live/secretsmanager-secret';

export const handler = driftHandler('data', [
  backupPlanLive,
  backupSelectionLive,
  backupVaultLive,
  dynamodbTableLive,
  kmsKeyLive,
  s3BucketLive,
  secretsmanagerSecretLive,
]);
