/** The code of a function, live, against the object that its template names; and its signing. */
import { createHash } from 'node:crypto';
import {
  GetCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  PublishVersionCommand,
  PutFunctionCodeSigningConfigCommand,
  UpdateCodeSigningConfigCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { FunctionState } from '../../../lib/resources/lambda-function';
import { isKnown, type Value } from '../../../lib/resources/value';
import { ifAbsent, orUnknown } from './absent';
import { settled } from './lambda-settled';
import type { Put } from './live';
import { writable } from './writable';

function objectOf(code: string): { readonly Bucket: string; readonly Key: string } {
  const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(code) ?? [];
  return { Bucket, Key };
}

/** SHA-256 of the object, in the form of Lambda's. CDK stores it with what it uploads; else the object is hashed. */
async function hashOf(s3: S3Client, code: string): Promise<string> {
  const object = objectOf(code);
  const head = await s3.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }));
  // The checksum of an upload in parts is not the one of the whole.
  if (head.ChecksumSHA256 && !head.ChecksumSHA256.includes('-') && head.ChecksumType !== 'COMPOSITE')
    return head.ChecksumSHA256;
  const { Body } = await s3.send(new GetObjectCommand(object));
  const bytes = await Body?.transformToByteArray();
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('base64');
}

/** The declared object where the code is of it, else the hash of what runs. */
export async function readCode(
  s3: S3Client,
  sha256: string | undefined,
  declared: Value<string | undefined> | undefined,
): Promise<Value<string | undefined>> {
  if (!isKnown(declared) || declared === undefined) return undefined;
  const hash = await orUnknown(`the object ${declared}`, hashOf(s3, declared));
  if (!isKnown(hash)) return hash;
  return hash === sha256 ? declared : `sha256 ${sha256}`;
}

export async function readSigning(client: LambdaClient, FunctionName: string): Promise<FunctionState['signing']> {
  const found = await client
    .send(new GetFunctionCodeSigningConfigCommand({ FunctionName }))
    .catch(ifAbsent('ResourceNotFoundException'));
  if (!found?.CodeSigningConfigArn) return { config: null, untrusted: undefined };
  const config = found.CodeSigningConfigArn;
  const described = client.send(new GetCodeSigningConfigCommand({ CodeSigningConfigArn: config }));
  const untrusted = described.then(
    (it) => it.CodeSigningConfig?.CodeSigningPolicies?.UntrustedArtifactOnDeployment as string | undefined,
  );
  return { config, untrusted: await orUnknown(`the code signing configuration ${config}`, untrusted) };
}

const putCode =
  (client: LambdaClient): Put<FunctionState> =>
  async (FunctionName, declared) => {
    const code = writable(declared.code);
    if (code === undefined) return;
    await settled(client, FunctionName);
    const { Architectures, CodeSha256 } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    // What runs now is kept as a version: it is evidence, or somebody's work, and nobody can call it by the policy.
    const Description = 'Kept by Asepsis: this code was not deployed by the stack';
    await client.send(new PublishVersionCommand({ FunctionName, CodeSha256, Description }));
    const { Bucket: S3Bucket, Key: S3Key } = objectOf(code);
    // Unsaid, the architecture would be x86_64.
    await client.send(new UpdateFunctionCodeCommand({ FunctionName, S3Bucket, S3Key, Architectures }));
    await settled(client, FunctionName);
  };

export const codePuts = (
  client: LambdaClient,
): Record<'code' | 'signing.config' | 'signing.untrusted', Put<FunctionState>> => ({
  code: putCode(client),
  'signing.config': async (FunctionName, { signing }) => {
    const CodeSigningConfigArn = writable(signing.config);
    if (!CodeSigningConfigArn) return;
    await client.send(new PutFunctionCodeSigningConfigCommand({ FunctionName, CodeSigningConfigArn }));
  },
  'signing.untrusted': async (_name, { signing }) => {
    const CodeSigningConfigArn = writable(signing.config);
    const UntrustedArtifactOnDeployment = writable(signing.untrusted) as 'Enforce' | 'Warn' | undefined;
    if (!CodeSigningConfigArn || !UntrustedArtifactOnDeployment) return;
    // Publishers and description stay where they are not given.
    const CodeSigningPolicies = { UntrustedArtifactOnDeployment };
    await client.send(new UpdateCodeSigningConfigCommand({ CodeSigningConfigArn, CodeSigningPolicies }));
  },
});
