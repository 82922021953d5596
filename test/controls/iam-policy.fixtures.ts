import type { Stack } from 'aws-cdk-lib';
import { CfnAccessKey, CfnGroup, CfnManagedPolicy, CfnPolicy, CfnUser } from 'aws-cdk-lib/aws-iam';
import type { Fixtures } from './fixture';

const document = (action: string | string[], resource: string, condition?: object) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Planted',
      Effect: 'Allow',
      Action: action,
      Resource: resource,
      ...(condition ? { Condition: condition } : {}),
    },
  ],
});

const managed = (policyDocument: object) => (stack: Stack) => {
  new CfnManagedPolicy(stack, 'Policy', { policyDocument });
};
const inline = (policyDocument: object) => (stack: Stack) => {
  new CfnPolicy(stack, 'Policy', { policyName: 'planted', policyDocument, roles: ['somewhere-else'] });
};

const oneKey = 'arn:aws:kms:us-east-1:111122223333:key/8f1d3c1e-0000-4000-8000-000000000000';
const ownKeys = 'arn:aws:kms:us-east-1:111122223333:key/*';
const viaS3 = { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } };
/** Something that no control minds, so that the template is not empty. */
const nothing = managed(document('s3:GetObject', 'arn:aws:s3:::planted/*'));

export const iamPolicyFixtures: Fixtures = {
  'iam.managed-policy.admin': {
    violating: managed(document('*', '*')),
    compliant: managed(document('s3:GetObject', 'arn:aws:s3:::planted/*')),
  },
  'iam.managed-policy.full-access': {
    violating: managed(document('s3:*', 'arn:aws:s3:::planted/*')),
    compliant: managed(document(['s3:Get*', 's3:List*'], 'arn:aws:s3:::planted/*')),
  },
  'iam.managed-policy.kms-actions': {
    violating: managed(document(['kms:Decrypt'], ownKeys)),
    compliant: managed(document(['kms:Decrypt'], ownKeys, viaS3)),
  },
  'iam.inline-policy.kms-actions': {
    violating: inline(document(['kms:ReEncrypt*'], '*', viaS3)),
    compliant: inline(document(['kms:ReEncrypt*'], oneKey)),
  },
  'iam.user.forbidden': {
    violating: (stack) => {
      new CfnUser(stack, 'User', {});
    },
    compliant: nothing,
  },
  'iam.access-key.forbidden': {
    violating: (stack) => {
      new CfnAccessKey(stack, 'AccessKey', { userName: 'somebody' });
    },
    compliant: (stack) => {
      new CfnAccessKey(stack, 'AccessKey', { userName: 'somebody', status: 'Inactive' });
    },
  },
  'iam.group.forbidden': {
    violating: (stack) => {
      new CfnGroup(stack, 'Group', {});
    },
    compliant: nothing,
  },
};
