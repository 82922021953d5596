/** A bucket, closed to one principal by a statement in its policy. Read, merge, write: the rest of the policy stays. */
import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ifAbsent } from '../../drift/live/absent';
import { close, isClosed, reopen, sidOf } from '../overlay';
import type { Target } from '../target';
import { defineMeasure } from './measure';

type BucketTarget = Extract<Target, { kind: 's3.bucket' }>;

interface Before {
  /** The policy's text, null where there was none. */
  readonly policy: string | null;
}

const noPolicy = ifAbsent('NoSuchBucketPolicy');

export const bucketClosed = defineMeasure<BucketTarget, Before>({
  kind: 's3.bucket',
  open(sdk, partition) {
    const s3 = new S3Client({ ...sdk('s3'), forcePathStyle: true });
    const isHere = async (Bucket: string) =>
      (await s3.send(new HeadBucketCommand({ Bucket })).catch(ifAbsent('NotFound', 'NoSuchBucket'))) !== undefined;
    const policyOf = async (Bucket: string) =>
      (await s3.send(new GetBucketPolicyCommand({ Bucket })).catch(noPolicy))?.Policy ?? null;
    return {
      look: async ({ name }) => ((await isHere(name)) ? { policy: await policyOf(name) } : undefined),
      async contain({ name: bucket, principal }, before, { caseId }) {
        const Policy = close(await policyOf(bucket), { bucket, partition, principal, sid: sidOf(caseId) });
        await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
        return before;
      },
      holds: async ({ name }, _before, { caseId }) => isClosed(await policyOf(name), sidOf(caseId)),
      async release({ name: Bucket }, { policy }, { caseId }) {
        const current = await s3
          .send(new GetBucketPolicyCommand({ Bucket }))
          .catch(ifAbsent('NoSuchBucketPolicy', 'NoSuchBucket'));
        if (current?.Policy === undefined || !isClosed(current.Policy, sidOf(caseId))) return;
        const Policy = reopen(current.Policy, sidOf(caseId), policy);
        await (Policy === null
          ? s3.send(new DeleteBucketPolicyCommand({ Bucket }))
          : s3.send(new PutBucketPolicyCommand({ Bucket, Policy })));
      },
      async isReleased({ name }, _before, { caseId }) {
        return !(await isHere(name)) || !isClosed(await policyOf(name), sidOf(caseId));
      },
    };
  },
});
