/** Every break, by family. */
import type { Break } from '../break';
import { backupBreaks } from './backup';
import { dynamodbBreaks } from './dynamodb';
import { kmsBreaks } from './kms';
import { s3Breaks } from './s3';
import { secretsBreaks } from './secrets';

export const allBreaks: readonly Break[] = [
  ...kmsBreaks,
  ...s3Breaks,
  ...dynamodbBreaks,
  ...secretsBreaks,
  ...backupBreaks,
];
