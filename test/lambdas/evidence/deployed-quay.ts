/** The deployment `quay` on the shared local cloud, with the function that writes increments and what it finds to write. */
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { kmsPublicKey } from '../../../lambdas/attest/kms-signer';
import { recordId } from '../../../lambdas/drift/record';
import { buildApp } from '../../../lib/app';
import { gatherIncrements } from '../../../lib/cli/bundle/increments';
import type { LocalCloud } from '../../../local/cloud';
import { deployLocally } from '../../../local/deploy';
import { testConfig } from '../../configs';
import { fixedRecord } from '../drift/records';

const adopted = ['guardDutyDetector', 'securityHub', 'configRecorder', 'accessAnalyzer', 'vpcBlockPublicAccess'];

export const config = testConfig('solo', 'trial', {
  name: 'quay',
  practices: [{ id: 'derm', name: 'Quay Dermatology' }],
  existing: Object.fromEntries(adopted.map((one) => [one, 'adopt'])),
});

export const alias = 'alias/quay-evidence';

/** What tests do to it. */
export function quayOn(cloud: LocalCloud) {
  const bucket = `quay-audit-${cloud.account}-${cloud.region}`;
  const s3 = new S3Client({ ...cloud.clientConfig('s3'), forcePathStyle: true });
  const lambda = new LambdaClient(cloud.clientConfig('lambda'));
  const kms = new KMSClient(cloud.clientConfig('kms'));
  return {
    /** Calls a function and gives its answer. */
    invoke: async (FunctionName: string, payload = '{}') => {
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({ FunctionName, Payload: Buffer.from(payload) }),
      );
      const answer = Buffer.from(Payload ?? []).toString('utf8');
      if (FunctionError) throw new Error(answer);
      return answer;
    },
    gathered: async () =>
      gatherIncrements(s3, {
        bucket,
        deployment: 'quay',
        from: new Date(Date.now() - 40 * 86_400_000),
        to: new Date(Date.now() + 5_000),
        publicKeys: [await kmsPublicKey(kms, alias)],
      }),
    textOf: async (Key: string) =>
      (await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString()) ?? '',
    put: (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body })),
    remove: (Key: string) => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key })),
  };
}

/** Through the gate, as what is deployed goes: it leaves its exceptions in the templates. */
export async function deployQuay(cloud: LocalCloud, assemblyDir: string): Promise<void> {
  buildApp(config, { outdir: assemblyDir }).synth();
  await deployLocally({ assemblyDir, cloud });
  await tagPool(cloud);
  const record = { ...fixedRecord, id: recordId(new Date(Date.now() - 60_000), '1a2b3c4d') };
  const Item = marshall({
    pk: 'R#kms.key#key-key',
    sk: record.id,
    outcome: record.outcome,
    record: JSON.stringify(record),
  });
  await new DynamoDBClient(cloud.clientConfig('dynamodb')).send(new PutItemCommand({ TableName: 'quay-drift', Item }));
  await new IAMClient(cloud.clientConfig('iam')).send(new CreateUserCommand({ UserName: 'ann.example' }));
}

/** The emulator's CloudFormation leaves the tags of a pool out, which the read-back of `npm start` completes. */
async function tagPool(cloud: LocalCloud): Promise<void> {
  const idp = new CognitoIdentityProviderClient(cloud.clientConfig('cognito-identity-provider'));
  const { UserPools = [] } = await idp.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  const Id = UserPools.find(({ Name }) => Name === 'quay-people')?.Id;
  const ResourceArn = `arn:aws:cognito-idp:${cloud.region}:${cloud.account}:userpool/${Id}`;
  await idp.send(new TagResourceCommand({ ResourceArn, Tags: { 'asepsis:deployment': 'quay' } }));
}
