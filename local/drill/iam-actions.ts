/** Which IAM action an SDK command asks for. From AWS's Service Authorization Reference. */

/** IAM's prefix by SDK package, where they differ. */
const prefixes: Readonly<Record<string, string>> = {
  accessanalyzer: 'access-analyzer',
  'cloudwatch-logs': 'logs',
  'cognito-identity-provider': 'cognito-idp',
  'config-service': 'config',
  eventbridge: 'events',
  's3-control': 's3',
  'secrets-manager': 'secretsmanager',
};

/** Commands whose action has another name. */
const actions: Readonly<Record<string, string>> = {
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:PutBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:DeleteBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:PutBucketLifecycleConfiguration': 's3:PutLifecycleConfiguration',
  's3:GetBucketNotificationConfiguration': 's3:GetBucketNotification',
  's3:PutBucketNotificationConfiguration': 's3:PutBucketNotification',
  's3:GetBucketReplication': 's3:GetReplicationConfiguration',
  's3:PutBucketReplication': 's3:PutReplicationConfiguration',
  's3:GetObjectLockConfiguration': 's3:GetBucketObjectLockConfiguration',
  's3:PutObjectLockConfiguration': 's3:PutBucketObjectLockConfiguration',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:HeadBucket': 's3:ListBucket',
  's3:HeadObject': 's3:GetObject',
  's3-control:GetPublicAccessBlock': 's3:GetAccountPublicAccessBlock',
  's3-control:PutPublicAccessBlock': 's3:PutAccountPublicAccessBlock',
  's3:ListObjectsV2': 's3:ListBucket',
  'dynamodb:TransactWriteItems': 'dynamodb:PutItem',
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
  'logs:PutBucketPolicy': 'logs:PutResourcePolicy',
};

/**
 * @param service suffix of the SDK package, for example `s3-control`
 * @param command name of the command without its `Command`
 */
export function actionOf(service: string, command: string): string {
  const prefix = prefixes[service] ?? service;
  return actions[`${service}:${command}`] ?? `${prefix}:${command}`;
}
