/** Controls on DynamoDB tables. DynamoDB itself refuses requests without TLS 1.2: no statement needs to ask for it. */
import { dynamodbTable } from '../resources/dynamodb-table';
import { defineControl } from './control';
import { dataClasses, holdsPracticeData } from './data-class';
import { allowsNobodyUnnamed, allowsNoStranger } from './policy-checks';
import { deniesFromOutside } from './statements';
import { all, check, notConcerned } from './verdict';

const describe = 'dynamodb:DescribeTable';
const recovery = ['164.308(a)(7)(i)', '164.308(a)(7)(ii)(A)', '164.308(a)(7)(ii)(B)'] as const;

const protectionControls = [
  defineControl({
    id: 'dynamodb.table.recovery',
    title: 'Tables can be restored to any second of the last 35 days',
    hipaa: [...recovery, '164.312(c)(1)'],
    configRule: 'dynamodb-pitr-enabled',
    severity: 'high',
    resource: dynamodbTable,
    evaluate: ({ recovery: { days, enabled } }) =>
      all(
        check('recovery.enabled', enabled, 'point-in-time recovery to be on', (on) => on),
        check('recovery.days', days, '35 days', (number) => number >= 35),
      ),
    remedy: 'Set pointInTimeRecoverySpecification, or use PhiTable.',
    brokenBy: ['dynamodb:UpdateContinuousBackups'],
    fix: { mode: 'enforce' },
    permissions: ['dynamodb:DescribeContinuousBackups', 'dynamodb:UpdateContinuousBackups'],
  }),
  defineControl({
    id: 'dynamodb.table.deletion-protection',
    title: 'Tables are not deleted by one call',
    hipaa: ['164.308(a)(7)(i)', '164.312(c)(1)'],
    severity: 'high',
    resource: dynamodbTable,
    evaluate: (table) =>
      all(check('deletionProtection', table.deletionProtection, 'deletion protection to be on', (on) => on)),
    remedy: 'Set deletionProtection: true.',
    brokenBy: ['dynamodb:UpdateTable'],
    fix: { mode: 'enforce' },
    permissions: [describe, 'dynamodb:UpdateTable'],
  }),
  defineControl({
    id: 'dynamodb.table.encryption',
    title: 'Tables are encrypted under a key of the account',
    hipaa: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    severity: 'high',
    resource: dynamodbTable,
    evaluate: (table) => all(check('keyArn', table.keyArn, 'a key of the account', (key) => key !== null)),
    remedy: 'Set encryption: TableEncryption.CUSTOMER_MANAGED with an AsepsisKey.',
    brokenBy: ['dynamodb:UpdateTable'],
    fix: { mode: 'enforce' },
    // DynamoDB asks KMS with the caller's permissions when it takes a key into use (developer guide, "Encryption at rest").
    permissions: [describe, 'dynamodb:UpdateTable', 'kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey'],
  }),
];

const policyFix = {
  resource: dynamodbTable,
  fix: { mode: 'enforce' },
  // A policy where none is declared is deleted.
  permissions: [describe, 'dynamodb:DeleteResourcePolicy', 'dynamodb:GetResourcePolicy', 'dynamodb:PutResourcePolicy'],
} as const;

const policyControls = [
  defineControl({
    ...policyFix,
    id: 'dynamodb.table.policy-public',
    title: 'Table policies allow nobody unnamed',
    hipaa: ['164.308(a)(3)(i)', '164.308(a)(4)(ii)(A)', '164.312(a)(1)'],
    severity: 'critical',
    evaluate: (table) => all(allowsNobodyUnnamed(table.policy)),
    remedy: 'Name the principals; grant to a role with table.grantReadData(role).',
    brokenBy: ['dynamodb:PutResourcePolicy'],
  }),
  defineControl({
    ...policyFix,
    id: 'dynamodb.table.policy-strangers',
    title: 'Table policies allow no other account',
    hipaa: ['164.308(a)(4)(ii)(A)', '164.308(b)(1)', '164.312(a)(1)'],
    severity: 'critical',
    evaluate: (table) => all(allowsNoStranger(table.policy, table.account)),
    remedy: 'Grant to a role of this account; share data by a decision that is recorded as an exception.',
    brokenBy: ['dynamodb:PutResourcePolicy'],
  }),
  defineControl({
    ...policyFix,
    id: 'dynamodb.table.network-only',
    title: 'Tables of practice data refuse whoever comes from outside the network',
    hipaa: ['164.312(a)(1)', '164.312(e)(1)'],
    severity: 'high',
    evaluate: (table) =>
      holdsPracticeData(table)
        ? all(
            check(
              'policy',
              table.policy,
              'a Deny of reading and writing items from outside the network',
              ({ statements }) => statements.some((one) => deniesFromOutside(one, itemActions)),
              ({ statements }) => statements.map(({ sid }) => sid),
            ),
          )
        : notConcerned,
    remedy: 'Use PhiTable, whose policy has the perimeter of its practice.',
    brokenBy: ['dynamodb:DeleteResourcePolicy', 'dynamodb:PutResourcePolicy'],
  }),
];

const itemActions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem'];

const tagFix = {
  resource: dynamodbTable,
  brokenBy: ['dynamodb:TagResource', 'dynamodb:UntagResource'],
  fix: { mode: 'enforce' },
} as const;
const tagPermissions = [
  describe,
  'dynamodb:ListTagsOfResource',
  'dynamodb:TagResource',
  'dynamodb:UntagResource',
] as const;

export const dynamodbTableControls = [
  ...protectionControls,
  ...policyControls,
  defineControl({
    ...tagFix,
    id: 'dynamodb.table.data-class',
    title: 'Tables say what they hold',
    hipaa: ['164.308(a)(1)(ii)(A)', '164.310(d)(1)'],
    severity: 'medium',
    evaluate: (table) =>
      all(check('tags', table.tags, 'a tag data-class', (tags) => dataClasses.includes(tags['data-class'] ?? ''))),
    remedy: 'Use PhiTable, or add the tag data-class.',
    permissions: tagPermissions,
  }),
  defineControl({
    ...tagFix,
    id: 'dynamodb.table.in-backup-plan',
    title: 'Tables are in the daily backup',
    hipaa: recovery,
    configRule: 'dynamodb-in-backup-plan',
    severity: 'high',
    evaluate: (table) => all(check('backedUp', table.backedUp, 'a backup selection that takes it', (taken) => taken)),
    remedy: 'Tag the table backup=daily: the plan of the house selects by that tag.',
    permissions: [
      ...tagPermissions,
      'backup:GetBackupSelection',
      'backup:ListBackupPlans',
      'backup:ListBackupSelections',
    ],
  }),
];
