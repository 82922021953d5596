import type { Stack } from 'aws-cdk-lib';
import { CfnKey, type CfnKeyProps } from 'aws-cdk-lib/aws-kms';
import type { KeyState } from '../../lib/resources/kms-key';
import type { Fixtures } from './fixture';

const policy = (principal: object, action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Planted', Effect: 'Allow', Principal: principal, Action: action, Resource: '*' }],
});
const root = policy({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }, 'kms:*');

const key =
  (props: Partial<CfnKeyProps> = {}) =>
  (stack: Stack) => {
    new CfnKey(stack, 'Key', { keyPolicy: root, enableKeyRotation: true, pendingWindowInDays: 30, ...props });
  };

const live: KeyState = {
  id: 'k',
  account: '111122223333',
  enabled: true,
  rotationEnabled: true,
  rotationDays: 365,
  deletionWindowDays: undefined,
  deletionScheduled: false,
  usage: 'ENCRYPT_DECRYPT',
  policy: { statements: [] },
  tags: {},
  grants: [],
};

export const kmsKeyFixtures: Fixtures = {
  'kms.key.rotation': { violating: key({ enableKeyRotation: false }), compliant: key({ rotationPeriodInDays: 90 }) },
  'kms.key.deletion': { violating: key({ pendingWindowInDays: 7 }), compliant: key() },
  'kms.key.enabled': { violating: key({ enabled: false }), compliant: key({ enabled: true }) },
  'kms.key.policy': {
    violating: key({ keyPolicy: policy({ AWS: '*' }, 'kms:Decrypt') }),
    compliant: key({ keyPolicy: policy({ Service: 'cloudtrail.amazonaws.com' }, 'kms:GenerateDataKey*') }),
  },
  'kms.key.policy-strangers': {
    violating: key({ keyPolicy: policy({ AWS: 'arn:aws:iam::999988887777:role/theirs' }, 'kms:Decrypt') }),
    compliant: key({ keyPolicy: policy({ AWS: 'arn:aws:iam::111122223333:role/ours' }, 'kms:Decrypt') }),
  },
  // CloudFormation has no grants.
  'kms.key.grants': {
    violatingState: { ...live, grants: [{ id: 'g', grantee: 'arn:aws:iam::999988887777:root' }] },
    compliantState: live,
  },
};
