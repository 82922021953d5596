/** Controls on secrets and on Systems Manager documents. Asepsis makes neither; a fork may. */
import { secretsmanagerSecret } from '../resources/secretsmanager-secret';
import { ssmDocument } from '../resources/ssm-document';
import { defineControl } from './control';
import { admitsNoOutsider } from './policy-checks';
import { all, check, checkEach } from './verdict';

const reading = ['secretsmanager:DescribeSecret', 'secretsmanager:GetResourcePolicy'];
const secret = { resource: secretsmanagerSecret, fix: { mode: 'enforce' } } as const;

const secretControls = [
  defineControl({
    ...secret,
    id: 'secretsmanager.secret.key',
    title: 'Secrets are encrypted under a key of the account',
    hipaa: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    configRule: 'secretsmanager-using-cmk',
    severity: 'high',
    evaluate: ({ key }) =>
      all(check('key', key, 'a key of the account', (id) => id !== null && !id.includes('alias/aws/'))),
    remedy: 'Set KmsKeyId to an AsepsisKey.',
    brokenBy: ['secretsmanager:UpdateSecret'],
    permissions: [...reading, 'kms:Decrypt', 'kms:GenerateDataKey', 'secretsmanager:UpdateSecret'],
  }),
  defineControl({
    ...secret,
    id: 'secretsmanager.secret.policy-public',
    title: 'Policies of secrets admit nobody from outside: not everyone, no other account',
    hipaa: ['164.308(a)(3)(i)', '164.308(a)(4)(ii)(A)', '164.312(a)(1)'],
    severity: 'critical',
    evaluate: ({ account, policy }) => all(admitsNoOutsider('policy', policy, account)),
    remedy: 'Name the principals; grant to a role with secret.grantRead(role).',
    brokenBy: ['secretsmanager:PutResourcePolicy', 'secretsmanager:DeleteResourcePolicy'],
    permissions: [...reading, 'secretsmanager:DeleteResourcePolicy', 'secretsmanager:PutResourcePolicy'],
  }),
  defineControl({
    ...secret,
    id: 'secretsmanager.secret.deletion',
    title: 'Secrets are not about to be deleted',
    hipaa: ['164.308(a)(7)(i)', '164.312(c)(1)'],
    severity: 'critical',
    evaluate: ({ deletionScheduled }) =>
      all(check('deletionScheduled', deletionScheduled, 'no deletion to be scheduled', (scheduled) => !scheduled)),
    remedy: 'Take the secret out of its stack, if it is no longer needed.',
    brokenBy: ['secretsmanager:DeleteSecret'],
    permissions: [...reading, 'secretsmanager:RestoreSecret'],
  }),
  defineControl({
    ...secret,
    id: 'secretsmanager.secret.rotation',
    title: 'Secrets rotate',
    hipaa: ['164.308(a)(4)(ii)(B)'],
    configRule: 'secretsmanager-rotation-enabled-check',
    severity: 'medium',
    evaluate: ({ rotation }) => all(check('rotation.enabled', rotation.enabled, 'a rotation schedule', (on) => on)),
    remedy: 'Add AWS::SecretsManager::RotationSchedule: secret.addRotationSchedule(…).',
    brokenBy: ['secretsmanager:CancelRotateSecret', 'secretsmanager:RotateSecret'],
    permissions: [
      ...reading,
      'lambda:InvokeFunction',
      'secretsmanager:CancelRotateSecret',
      'secretsmanager:RotateSecret',
    ],
  }),
];

export const secretsControls = [
  ...secretControls,
  defineControl({
    id: 'ssm.document.public',
    title: 'Systems Manager documents are shared with nobody',
    hipaa: [
      '164.308(a)(3)(i)',
      '164.308(a)(3)(ii)(B)',
      '164.308(a)(4)(i)',
      '164.308(a)(4)(ii)(A)',
      '164.308(a)(4)(ii)(B)',
      '164.308(a)(4)(ii)(C)',
      '164.312(a)(1)',
      '164.312(e)(1)',
    ],
    configRule: 'ssm-document-not-public',
    severity: 'high',
    resource: ssmDocument,
    evaluate: ({ sharedWith }) =>
      all(checkEach('sharedWith', sharedWith, 'nobody: no account, and not the world', () => false)),
    remedy: 'Take the permission away: aws ssm modify-document-permission --account-ids-to-remove all.',
    brokenBy: ['ssm:ModifyDocumentPermission'],
    fix: { mode: 'enforce' },
    permissions: ['ssm:DescribeDocumentPermission', 'ssm:ModifyDocumentPermission'],
  }),
];
