/** Reads back what is left of a deployment that was torn down. A read that fails is said, never taken for absence. */
import { BackupClient, DescribeBackupVaultCommand } from '@aws-sdk/client-backup';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { ifAbsent, ifAbsentSaying } from '../../../lambdas/drift/live/absent';
import type { SdkConfig, SdkSettings } from '../../../lambdas/drift/live/live';
import type { Held } from './inventory';
import type { Synthesis } from './synthesis';

/** Whether one is there still. */
type Question = (settings: SdkSettings, physicalId: string) => Promise<boolean>;

const there = (answer: unknown): boolean => answer !== undefined;
const gone = ifAbsent('ResourceNotFoundException');

const questions: Readonly<Record<string, readonly [service: string, question: Question]>> = {
  'AWS::Backup::BackupVault': [
    'backup',
    async (settings, BackupVaultName) =>
      there(
        await new BackupClient(settings)
          .send(new DescribeBackupVaultCommand({ BackupVaultName }))
          .catch(gone)
          // AWS Backup answers for a vault that does not exist as for one of somebody else.
          .catch(ifAbsentSaying('AccessDeniedException', /Insufficient privileges/i)),
      ),
  ],
  'AWS::Cognito::UserPool': [
    'cognito-identity-provider',
    async (settings, UserPoolId) =>
      there(
        await new CognitoIdentityProviderClient(settings).send(new DescribeUserPoolCommand({ UserPoolId })).catch(gone),
      ),
  ],
  'AWS::DynamoDB::Table': [
    'dynamodb',
    async (settings, TableName) =>
      there(await new DynamoDBClient(settings).send(new DescribeTableCommand({ TableName })).catch(gone)),
  ],
  'AWS::IAM::Role': [
    'iam',
    async (settings, RoleName) =>
      there(
        await new IAMClient(settings)
          .send(new GetRoleCommand({ RoleName }))
          .catch(ifAbsent('NoSuchEntity', 'NoSuchEntityException')),
      ),
  ],
  'AWS::KMS::Key': [
    'kms',
    async (settings, KeyId) => {
      const found = await new KMSClient(settings)
        .send(new DescribeKeyCommand({ KeyId }))
        .catch(ifAbsent('NotFoundException'));
      return found !== undefined && found.KeyMetadata?.KeyState !== 'PendingDeletion';
    },
  ],
  'AWS::Lambda::Function': [
    'lambda',
    async (settings, FunctionName) =>
      there(await new LambdaClient(settings).send(new GetFunctionCommand({ FunctionName })).catch(gone)),
  ],
  'AWS::Logs::LogGroup': [
    'cloudwatch-logs',
    async (settings, logGroupNamePrefix) => {
      const { logGroups = [] } = await new CloudWatchLogsClient(settings).send(
        new DescribeLogGroupsCommand({ logGroupNamePrefix }),
      );
      return logGroups.some(({ logGroupName }) => logGroupName === logGroupNamePrefix);
    },
  ],
  'AWS::S3::Bucket': [
    's3',
    async (settings, Bucket) =>
      there(
        await new S3Client(settings)
          .send(new HeadBucketCommand({ Bucket }))
          .catch(ifAbsent('NotFound', 'NoSuchBucket')),
      ),
  ],
};

/** Types that are asked for one by one; for the rest the stack's word counts. */
export const readBackTypes: readonly string[] = Object.keys(questions);

async function leftOfStacks({ stacks }: Pick<Synthesis, 'stacks'>, sdk: SdkConfig): Promise<readonly string[]> {
  const absent = ifAbsentSaying('ValidationError', /does not exist/i);
  const left = stacks.map(async ({ region, stack }) => {
    const client = new CloudFormationClient({ ...sdk('cloudformation'), region });
    const found = await client.send(new DescribeStacksCommand({ StackName: stack })).catch(absent);
    const status = found?.Stacks?.[0]?.StackStatus;
    return status === undefined || status === 'DELETE_COMPLETE' ? [] : [`stack ${stack}: ${status}`];
  });
  return (await Promise.all(left)).flat();
}

/** What is there still, one line each; empty when nothing is. */
export async function left(
  synthesis: Pick<Synthesis, 'stacks'>,
  held: readonly Held[],
  sdk: SdkConfig,
): Promise<readonly string[]> {
  const lines = held.map(async ({ physicalId, region, type }): Promise<readonly string[]> => {
    const entry = questions[type];
    if (!entry) return [];
    const [service, question] = entry;
    try {
      return (await question({ ...sdk(service), region }, physicalId)) ? [`${type} ${physicalId}`] : [];
    } catch (error) {
      const why = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
      return [`${type} ${physicalId} could not be read: ${why}`];
    }
  });
  return [...(await leftOfStacks(synthesis, sdk)), ...(await Promise.all(lines)).flat()];
}
