/** Every break, by family. */
import type { Break } from '../break';
import { backupBreaks } from './backup';
import { cloudtrailBreaks } from './cloudtrail';
import { detectorBreaks } from './detectors';
import { dynamodbBreaks } from './dynamodb';
import { kmsBreaks } from './kms';
import { logsBreaks } from './logs';
import { messagingBreaks } from './messaging';
import { s3Breaks } from './s3';
import { secretsBreaks } from './secrets';
import { watchBreaks } from './watch';

export const allBreaks: readonly Break[] = [
  ...kmsBreaks,
  ...s3Breaks,
  ...dynamodbBreaks,
  ...secretsBreaks,
  ...backupBreaks,
  ...cloudtrailBreaks,
  ...detectorBreaks,
  ...logsBreaks,
  ...messagingBreaks,
  ...watchBreaks,
];
