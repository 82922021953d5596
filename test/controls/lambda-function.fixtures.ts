import type { Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import {
  CfnCodeSigningConfig,
  CfnEventSourceMapping,
  CfnFunction,
  type CfnFunctionProps,
  CfnPermission,
  type CfnPermissionProps,
  CfnUrl,
} from 'aws-cdk-lib/aws-lambda';
import type { FunctionState } from '../../lib/resources/lambda-function';
import type { Fixtures } from './fixture';

const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/8f1d3c1e-0000-4000-8000-000000000000';
const boundary = 'arn:aws:iam::111122223333:policy/asepsis/planted-boundary';

function plant(stack: Stack, props: Partial<CfnFunctionProps>): CfnFunction {
  const role = new CfnRole(stack, 'Role', {
    assumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    permissionsBoundary: boundary,
  });
  return new CfnFunction(stack, 'Function', {
    code: { s3Bucket: 'planted', s3Key: 'planted.zip' },
    role: role.attrArn,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    kmsKeyArn: keyArn,
    environment: { variables: { PRACTICE: 'derm' } },
    reservedConcurrentExecutions: 5,
    ...props,
  });
}

const fn =
  (props: Partial<CfnFunctionProps> = {}) =>
  (stack: Stack) => {
    plant(stack, props);
  };

const permitted = (permission: Partial<CfnPermissionProps>) => (stack: Stack) => {
  const functionName = plant(stack, {}).attrArn;
  new CfnPermission(stack, 'Permission', {
    functionName,
    action: 'lambda:InvokeFunction',
    principal: 's3.amazonaws.com',
    ...permission,
  });
};

const addressed = (authType: string) => (stack: Stack) => {
  new CfnUrl(stack, 'Url', { targetFunctionArn: plant(stack, {}).attrArn, authType });
};

const signed = (untrustedArtifactOnDeployment: string) => (stack: Stack) => {
  const config = new CfnCodeSigningConfig(stack, 'Signing', {
    allowedPublishers: {
      signingProfileVersionArns: ['arn:aws:signer:us-east-1:111122223333:/signing-profiles/planted/v1'],
    },
    codeSigningPolicies: { untrustedArtifactOnDeployment },
  });
  plant(stack, { codeSigningConfigArn: config.ref });
};

const mapping = (enabled: boolean) => (stack: Stack) => {
  const eventSourceArn = 'arn:aws:sqs:us-east-1:111122223333:planted';
  new CfnEventSourceMapping(stack, 'Mapping', { functionName: 'planted', eventSourceArn, enabled });
};

const practice = [{ key: 'practice', value: 'derm' }];
const vpcConfig = { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] };

/** A function as the live reader finds it: a role that is in no template, and code of somebody else, are there alone. */
const live: FunctionState = {
  name: 'planted',
  account: '111122223333',
  access: { policy: { statements: [] }, ids: [] },
  urls: [],
  role: 'arn:aws:iam::111122223333:role/asepsis/planted',
  boundary,
  environment: {},
  key: null,
  network: { subnets: [], groups: [] },
  concurrency: 5,
  runtime: 'nodejs24.x',
  handler: 'index.handler',
  layers: [],
  logGroup: undefined,
  code: 's3://planted/planted.zip',
  signing: { config: null, untrusted: undefined },
  tags: {},
};

export const lambdaFunctionFixtures: Fixtures = {
  'lambda.function.public-permission': {
    violating: permitted({ principal: 's3.amazonaws.com' }),
    compliant: permitted({ principal: 's3.amazonaws.com', sourceAccount: '111122223333' }),
  },
  'lambda.function.url-auth': { violating: addressed('NONE'), compliant: addressed('AWS_IAM') },
  'lambda.function.environment-key': {
    violating: fn({ kmsKeyArn: undefined }),
    compliant: fn({ kmsKeyArn: undefined, environment: undefined }),
  },
  'lambda.function.network': { violating: fn({ tags: practice }), compliant: fn({ tags: practice, vpcConfig }) },
  'lambda.function.concurrency': {
    violating: fn({ reservedConcurrentExecutions: 0 }),
    compliant: fn({ reservedConcurrentExecutions: 1 }),
  },
  'lambda.function.runtime': { violating: fn({ runtime: 'nodejs20.x' }), compliant: fn({ runtime: 'nodejs22.x' }) },
  'lambda.function.role': {
    violatingState: { ...live, role: 'arn:aws:iam::111122223333:role/admin', boundary: null },
    compliantState: live,
  },
  'lambda.function.code': {
    violatingState: { ...live, code: 'sha256 n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' },
    compliantState: live,
  },
  'lambda.function.code-signing': { violating: signed('Warn'), compliant: signed('Enforce') },
  'lambda.event-source-mapping.enabled': { violating: mapping(false), compliant: mapping(true) },
};
