import { Fn, type Stack } from 'aws-cdk-lib';
import { CfnRole, type CfnRoleProps } from 'aws-cdk-lib/aws-iam';
import type { Fixtures } from './fixture';

const trust = (principal: object, condition?: object, action: string | string[] = 'sts:AssumeRole') => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: principal, Action: action, ...(condition ? { Condition: condition } : {}) },
  ],
});
const lambda = trust({ Service: 'lambda.amazonaws.com' });
const ownRoot = { AWS: Fn.sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') };
const boundary = 'arn:aws:iam::111122223333:policy/asepsis/planted-boundary';

const role =
  (props: Partial<CfnRoleProps> = {}) =>
  (stack: Stack) => {
    new CfnRole(stack, 'Role', { assumeRolePolicyDocument: lambda, permissionsBoundary: boundary, ...props });
  };

const pool = 'cognito-identity.amazonaws.com';
const federated = (condition: object) =>
  role({ assumeRolePolicyDocument: trust({ Federated: pool }, condition, 'sts:AssumeRoleWithWebIdentity') });
const inline = {
  policyName: 'Planted',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::planted/*' }],
  },
};

export const iamRoleFixtures: Fixtures = {
  'iam.role.boundary': { violating: role({ permissionsBoundary: undefined }), compliant: role() },
  'iam.role.session': {
    violating: role({ maxSessionDuration: 43200 }),
    compliant: role({ maxSessionDuration: 3600 }),
  },
  'iam.role.trust': {
    violating: role({ assumeRolePolicyDocument: trust({ AWS: 'arn:aws:iam::999988887777:root' }) }),
    compliant: role({
      assumeRolePolicyDocument: trust(
        { AWS: 'arn:aws:iam::999988887777:root' },
        { StringEquals: { 'sts:ExternalId': 'planted' } },
      ),
    }),
  },
  'iam.role.federation': {
    violating: federated({ StringEquals: { [`${pool}:aud`]: 'us-east-1:planted' } }),
    compliant: federated({
      StringEquals: { [`${pool}:aud`]: 'us-east-1:planted' },
      'ForAnyValue:StringLike': { [`${pool}:amr`]: 'authenticated' },
    }),
  },
  'iam.role.break-glass-mfa': {
    violating: role({
      roleName: 'planted-break-glass',
      assumeRolePolicyDocument: trust(ownRoot, { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }),
    }),
    compliant: role({
      roleName: 'planted-break-glass',
      assumeRolePolicyDocument: trust(ownRoot, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    }),
  },
  'iam.role.attached-policies': {
    violating: role({
      managedPolicyArns: [Fn.sub('arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess')],
    }),
    compliant: role({ managedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSConfigRulesExecutionRole'] }),
  },
  'iam.role.inline-policies': { violating: role({ policies: [inline] }), compliant: role({ policies: [] }) },
};
