/** The store behind AWS: a session of the person's role, narrowed to one object, and S3 with its credentials. */
import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { ImageStore, OpenStore, SessionRequest } from './store';

export interface SessionSettings {
  readonly bucket: string;
  readonly keyArn: string;
  readonly region: string;
  /** The role of the group that images are the work of. */
  readonly roleArn: string;
  /** Life of a session, in seconds; AWS takes 900 at least. */
  readonly sessionSeconds: number;
}

export interface SessionClients {
  readonly sts: STSClient;
  /** Settings of the S3 client, credentials aside. */
  readonly s3: S3ClientConfig;
}

/** One action on one object, whatever the role itself may do. */
export function sessionPolicy({ action, key }: SessionRequest, { bucket, keyArn, region }: SessionSettings): string {
  const [object, encryption] =
    action === 'read' ? ['s3:GetObject', 'kms:Decrypt'] : ['s3:PutObject', 'kms:GenerateDataKey'];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: object, Resource: `arn:aws:s3:::${bucket}/${key}` },
      {
        Effect: 'Allow',
        Action: encryption,
        Resource: keyArn,
        Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
      },
    ],
  });
}

/**
 * Assumes the role as the person: practice, group and person become session tags, by which the role's policy and the
 * bucket's decide, and which CloudTrail records with every access. 45 CFR 164.312(b).
 */
export function openStoreWith(clients: SessionClients, settings: SessionSettings): OpenStore {
  return async (session) => {
    const { Credentials: given } = await clients.sts.send(
      new AssumeRoleCommand({
        RoleArn: settings.roleArn,
        RoleSessionName: session.person,
        DurationSeconds: settings.sessionSeconds,
        Policy: sessionPolicy(session, settings),
        Tags: (['practice', 'group', 'person'] as const).map((name) => ({ Key: name, Value: session[name] })),
      }),
    );
    if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken)
      throw new Error('STS gave no credentials');
    const credentials = {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
    };
    return storeOf(new S3Client({ ...clients.s3, region: settings.region, credentials }), settings.bucket, session.key);
  };
}

const hasStatus = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof S3ServiceException && statuses.includes(error.$metadata.httpStatusCode ?? 0);

function storeOf(s3: S3Client, bucket: string, key: string): ImageStore {
  const at = { Bucket: bucket, Key: key };
  return {
    put: async ({ content, contentType }) => {
      try {
        // The bucket encrypts under the practice's key by itself; naming one here could only name a wrong one.
        await s3.send(new PutObjectCommand({ ...at, Body: content, ContentType: contentType, IfNoneMatch: '*' }));
        return 'stored';
      } catch (error) {
        if (hasStatus(error, 409, 412)) return 'exists';
        throw error;
      }
    },
    get: async () => {
      try {
        const { Body, ContentType } = await s3.send(new GetObjectCommand(at));
        if (!Body || !ContentType) throw new Error('S3 gave an object without content or type');
        return { content: await Body.transformToByteArray(), contentType: ContentType };
      } catch (error) {
        // Without a right to list, S3 answers 403 for what does not exist.
        if (hasStatus(error, 403, 404)) return undefined;
        throw error;
      }
    },
  };
}
