import type { Stack } from 'aws-cdk-lib';
import { CfnBackupSelection } from 'aws-cdk-lib/aws-backup';
import { CfnGlobalTable, CfnTable, type CfnTableProps } from 'aws-cdk-lib/aws-dynamodb';
import type { Fixtures } from './fixture';

const outside = {
  Sid: 'Network',
  Effect: 'Deny',
  Principal: '*',
  Action: 'dynamodb:*',
  Resource: '*',
  Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } },
};
const allow = (principal: object) => ({
  Sid: 'Planted',
  Effect: 'Allow',
  Principal: principal,
  Action: 'dynamodb:GetItem',
  Resource: '*',
});
const policy = (...statements: object[]) => ({
  policyDocument: { Version: '2012-10-17', Statement: statements },
});
const tags = (values: Record<string, string>) => Object.entries(values).map(([key, value]) => ({ key, value }));
const key = 'arn:aws:kms:us-east-1:111122223333:key/8f1d3c1e-0000-4000-8000-000000000000';
const named = { attributeName: 'pk', keyType: 'HASH' };
const defined = { attributeName: 'pk', attributeType: 'S' };

const selection = (stack: Stack) =>
  new CfnBackupSelection(stack, 'Selection', {
    backupPlanId: 'planted',
    backupSelection: {
      iamRoleArn: 'arn:aws:iam::111122223333:role/backup',
      selectionName: 'planted',
      listOfTags: [{ conditionKey: 'backup', conditionType: 'STRINGEQUALS', conditionValue: 'daily' }],
    },
  });

const table =
  (props: Partial<CfnTableProps> = {}) =>
  (stack: Stack) => {
    selection(stack);
    new CfnTable(stack, 'Table', {
      keySchema: [named],
      attributeDefinitions: [defined],
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtectionEnabled: true,
      sseSpecification: { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: key },
      resourcePolicy: policy(outside),
      tags: tags({ 'data-class': 'phi', backup: 'daily' }),
      ...props,
    });
  };

/** A global table of two replicas: what counts is the one in this region. */
const globalTable = (stack: Stack) => {
  selection(stack);
  const own = {
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
    deletionProtectionEnabled: true,
    sseSpecification: { kmsMasterKeyId: key },
    resourcePolicy: policy(outside),
    tags: tags({ 'data-class': 'phi', backup: 'daily' }),
  };
  new CfnGlobalTable(stack, 'Table', {
    keySchema: [named],
    attributeDefinitions: [defined],
    sseSpecification: { sseEnabled: true, sseType: 'KMS' },
    replicas: [{ region: 'us-west-2' }, { region: 'us-east-1', ...own }],
  });
};

export const dynamodbTableFixtures: Fixtures = {
  'dynamodb.table.recovery': {
    violating: table({
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 1 },
    }),
    compliant: globalTable,
  },
  'dynamodb.table.deletion-protection': {
    violating: table({ deletionProtectionEnabled: false }),
    compliant: globalTable,
  },
  'dynamodb.table.encryption': {
    violating: table({ sseSpecification: { sseEnabled: true, sseType: 'KMS' } }),
    compliant: globalTable,
  },
  'dynamodb.table.policy-public': {
    violating: table({ resourcePolicy: policy(outside, allow({ AWS: '*' })) }),
    compliant: table({ resourcePolicy: policy(outside, allow({ AWS: 'arn:aws:iam::111122223333:role/reader' })) }),
  },
  'dynamodb.table.policy-strangers': {
    violating: table({ resourcePolicy: policy(outside, allow({ AWS: '999988887777' })) }),
    compliant: table({ resourcePolicy: policy(outside, allow({ AWS: '111122223333' })) }),
  },
  'dynamodb.table.network-only': {
    violating: table({ resourcePolicy: undefined }),
    compliant: table({ resourcePolicy: undefined, tags: tags({ 'data-class': 'audit', backup: 'daily' }) }),
  },
  'dynamodb.table.data-class': { violating: table({ tags: tags({ backup: 'daily' }) }), compliant: table() },
  'dynamodb.table.in-backup-plan': {
    violating: table({ tags: tags({ 'data-class': 'phi' }) }),
    compliant: table(),
  },
};
