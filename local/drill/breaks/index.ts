/** Every break, by family. */
import type { Break } from '../break';
import { cloudtrailBreaks } from './cloudtrail';
import { detectorBreaks } from './detectors';
import { kmsBreaks } from './kms';
import { logsBreaks } from './logs';
import { messagingBreaks } from './messaging';
import { watchBreaks } from './watch';

export const allBreaks: readonly Break[] = [
  ...kmsBreaks,
  ...cloudtrailBreaks,
  ...detectorBreaks,
  ...logsBreaks,
  ...messagingBreaks,
  ...watchBreaks,
];
