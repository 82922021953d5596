/** Every measure there is, by the kind of target. */
import type { TargetKind } from '../target';
import { accessKey } from './access-key';
import { bucketClosed } from './bucket';
import type { MeasureKind } from './measure';
import { personSignedOut } from './person';
import { instanceQuarantined, interfaceQuarantined } from './quarantine';
import { roleSessions, userSessions } from './sessions';

export const measures: Readonly<Record<TargetKind, MeasureKind>> = {
  'iam.role': roleSessions,
  'iam.user': userSessions,
  'iam.access-key': accessKey,
  'ec2.instance': instanceQuarantined,
  'ec2.network-interface': interfaceQuarantined,
  's3.bucket': bucketClosed,
  'cognito.user': personSignedOut,
};
