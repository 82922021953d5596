/** Deletes every version of every object of a trial's bucket, those under a governance lock included. */
import {
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  S3Client,
} from '@aws-sdk/client-s3';
import { ifAbsent } from '../../../lambdas/drift/live/absent';
import type { SdkConfig } from '../../../lambdas/drift/live/live';
import { AccountError } from '../../errors';

async function remove(client: S3Client, Bucket: string, Objects: readonly ObjectIdentifier[]): Promise<void> {
  const { Errors = [] } = await client.send(
    new DeleteObjectsCommand({
      Bucket,
      // A trial's lock may be lifted by who has s3:BypassGovernanceRetention; a compliance lock by nobody.
      BypassGovernanceRetention: true,
      Delete: { Objects: [...Objects], Quiet: true },
    }),
  );
  const [first] = Errors;
  if (!first) return;
  throw new AccountError(
    `${Bucket}: ${Errors.length} objects cannot be deleted; ${first.Key}: ${first.Code} ${first.Message ?? ''}`.trim(),
    'The caller needs s3:DeleteObjectVersion and s3:BypassGovernanceRetention on it.',
  );
}

/**
 * The bucket's policy goes first: it denies data actions from outside the network, to everybody. Gives how many versions
 * and delete markers were deleted.
 *
 * @throws AccountError when some cannot be deleted
 */
export async function emptyBucket(sdk: SdkConfig, region: string, Bucket: string): Promise<number> {
  const client = new S3Client({ ...sdk('s3'), region });
  const absent = ifAbsent('NoSuchBucket', 'NotFound');
  await client.send(new DeleteBucketPolicyCommand({ Bucket })).catch(absent);
  let deleted = 0;
  for (;;) {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket })).catch(absent);
    const objects = [...(page?.Versions ?? []), ...(page?.DeleteMarkers ?? [])];
    if (objects.length === 0) return deleted;
    await remove(
      client,
      Bucket,
      objects.map(({ Key = '', VersionId }) => ({ Key, VersionId })),
    );
    deleted += objects.length;
  }
}
