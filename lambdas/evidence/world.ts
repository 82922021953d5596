/** The ports of the writer of evidence onto AWS, from its environment. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@aws-lambda-powertools/logger';
import { BackupClient } from '@aws-sdk/client-backup';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { kmsSigner } from '../attest/kms-signer';
import { allCases } from '../contain/cases-table';
import type { SdkConfig } from '../drift/live/live';
import { archiveIn } from './archive';
import type { EvidencePorts } from './ports';
import { roles, users } from './sources/access';
import { driftRecords } from './sources/drift';
import { people } from './sources/people';
import { responsesOf } from './sources/responses';
import { configRules, restoreJobs } from './sources/services';

const environmentSchema = z.object({
  AWS_REGION: z.string().min(1),
  ACCOUNT_ID: z.string().regex(/^\d{12}$/),
  DEPLOYMENT: z.string().min(1),
  /** Records of the drift loop, and the cases of containment beside them. */
  TABLE: z.string().min(1),
  ARCHIVE: z.string().min(1),
  SIGNING_KEY: z.string().min(1),
  USER_POOL: z.string().min(1),
  /** Set by a local cloud alone, which knows buckets by path. */
  AWS_ENDPOINT_URL: z.url().optional(),
});

export type Environment = z.output<typeof environmentSchema>;

/** @throws ZodError that names every variable that is missing */
export const environmentOf = (variables: NodeJS.ProcessEnv): Environment => environmentSchema.parse(variables);

export function portsFrom(
  { ARCHIVE, AWS_ENDPOINT_URL, SIGNING_KEY, TABLE, USER_POOL }: Environment,
  log: Pick<Logger, 'info' | 'error'>,
  sdk: SdkConfig,
): EvidencePorts {
  const backup = new BackupClient(sdk('backup'));
  const cognito = new CognitoIdentityProviderClient(sdk('cognito-identity-provider'));
  const config = new ConfigServiceClient(sdk('config-service'));
  const dynamo = new DynamoDBClient(sdk('dynamodb'));
  const iam = new IAMClient(sdk('iam'));
  const kms = new KMSClient(sdk('kms'));
  const s3 = new S3Client({ ...sdk('s3'), forcePathStyle: AWS_ENDPOINT_URL !== undefined });
  return {
    sources: {
      drift: (period) => driftRecords(dynamo, TABLE, period),
      responses: async (period) => responsesOf(await allCases(dynamo, TABLE), period),
      rules: () => configRules(config),
      restores: (period) => restoreJobs(backup, period),
      roles: () => roles(iam),
      users: () => users(iam, (milliseconds) => sleep(milliseconds)),
      people: () => people(cognito, USER_POOL),
    },
    archive: archiveIn(s3, ARCHIVE),
    signer: () => kmsSigner(kms, SIGNING_KEY),
    clock: () => new Date(),
    log: {
      info: (message, more) => log.info(message, { ...more }),
      error: (message, more) => log.error(message, { ...more }),
    },
  };
}
