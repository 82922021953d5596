/** Every break, by family. */
import type { Break } from '../break';
import { ec2GatewayBreaks } from './ec2-gateway';
import { ec2SharingBreaks } from './ec2-sharing';
import { ec2TrafficBreaks } from './ec2-traffic';
import { ec2VpcBreaks } from './ec2-vpc';
import { kmsBreaks } from './kms';
import { lambdaBreaks } from './lambda';

export const allBreaks: readonly Break[] = [
  ...kmsBreaks,
  ...ec2GatewayBreaks,
  ...ec2TrafficBreaks,
  ...ec2VpcBreaks,
  ...ec2SharingBreaks,
  ...lambdaBreaks,
];
