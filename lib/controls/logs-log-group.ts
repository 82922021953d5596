/** Controls on log groups. */
import { logsLogGroup } from '../resources/logs-log-group';
import { defineControl } from './control';
import { all, check } from './verdict';

/** The least that a configuration may ask; the archive keeps the trail's records for six years, 164.316(b)(2)(i). */
const leastDays = 90;

export const logsLogGroupControls = [
  defineControl({
    id: 'logs.log-group.encrypted',
    title: 'Logs are encrypted under a key of the account',
    hipaa: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    severity: 'high',
    resource: logsLogGroup,
    evaluate: (group) => all(check('keyArn', group.keyArn, 'a KMS key', (key) => key !== null)),
    remedy: 'Set KmsKeyId, or use EncryptedLogGroup.',
    brokenBy: ['logs:AssociateKmsKey', 'logs:DisassociateKmsKey'],
    fix: { mode: 'enforce' },
    permissions: ['kms:DescribeKey', 'logs:AssociateKmsKey', 'logs:DescribeLogGroups', 'logs:DisassociateKmsKey'],
  }),
  defineControl({
    id: 'logs.log-group.retention',
    title: 'Logs are kept for a stated time, not under 90 days',
    hipaa: ['164.308(a)(1)(ii)(D)', '164.312(b)', '164.316(b)(2)(i)'],
    severity: 'medium',
    resource: logsLogGroup,
    evaluate: (group) =>
      all(
        check(
          'retentionDays',
          group.retentionDays,
          `a retention of ${leastDays} days or more`,
          (days) => days !== null && days >= leastDays,
          (days) => days ?? 'no end',
        ),
      ),
    remedy: 'Set RetentionInDays, or use EncryptedLogGroup.',
    brokenBy: ['logs:DeleteLogGroup', 'logs:DeleteRetentionPolicy', 'logs:PutRetentionPolicy'],
    fix: { mode: 'enforce' },
    permissions: ['logs:DescribeLogGroups', 'logs:PutRetentionPolicy'],
  }),
];
