/** The drift function of the family `data`. */
import { driftHandler } from '../handler';
import { kmsKeyLive } from '../live/kms-key';
import { s3BucketLive } from '../live/s3-bucket';

export const handler = driftHandler('data', [kmsKeyLive, s3BucketLive]);
