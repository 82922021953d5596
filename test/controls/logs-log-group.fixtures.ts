import type { Stack } from 'aws-cdk-lib';
import { CfnLogGroup, type CfnLogGroupProps } from 'aws-cdk-lib/aws-logs';
import type { Fixtures } from './fixture';

const kmsKeyId = 'arn:aws:kms:us-east-1:111122223333:key/8f1d3c1e-0000-4000-8000-000000000000';

const group =
  (props: CfnLogGroupProps = {}) =>
  (stack: Stack) => {
    new CfnLogGroup(stack, 'Logs', { logGroupName: '/planted', kmsKeyId, retentionInDays: 365, ...props });
  };

export const logsLogGroupFixtures: Fixtures = {
  'logs.log-group.encrypted': { violating: group({ kmsKeyId: undefined }), compliant: group() },
  'logs.log-group.retention': {
    violating: group({ retentionInDays: undefined }),
    compliant: group({ retentionInDays: 90 }),
  },
};
