/**
 * What the puts of some owned paths need besides what the controls of their kind say: the template promises these
 * properties, and no control asks for them by an action of its own.
 */

/** IAM actions by kind and owned path. */
export const promiseActions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'backup.plan': { tags: ['backup:TagResource', 'backup:UntagResource'] },
  'backup.vault': { tags: ['backup:DescribeBackupVault', 'backup:TagResource', 'backup:UntagResource'] },
  'cloudtrail.trail': { tags: ['cloudtrail:AddTags', 'cloudtrail:GetTrail', 'cloudtrail:RemoveTags'] },
  'cloudwatch.alarm': { tags: ['cloudwatch:TagResource', 'cloudwatch:UntagResource'] },
  'cognito.user-pool': {
    firstFactors: ['cognito-idp:UpdateUserPool'],
    tags: ['cognito-idp:TagResource', 'cognito-idp:UntagResource'],
  },
  'ec2.vpc': {
    dnsHostnames: ['ec2:ModifyVpcAttribute'],
    dnsSupport: ['ec2:ModifyVpcAttribute'],
    tags: ['ec2:CreateTags', 'ec2:DeleteTags'],
  },
  'events.rule': { tags: ['events:TagResource', 'events:UntagResource'] },
  'iam.role': { tags: ['iam:TagRole', 'iam:UntagRole'] },
  'kms.key': { tags: ['kms:TagResource', 'kms:UntagResource'] },
  'lambda.function': { tags: ['lambda:TagResource', 'lambda:UntagResource'] },
  'logs.log-group': { tags: ['logs:TagResource', 'logs:UntagResource'] },
  'secretsmanager.secret': { tags: ['secretsmanager:TagResource', 'secretsmanager:UntagResource'] },
  'sns.topic': { tags: ['sns:TagResource', 'sns:UntagResource'] },
  'sqs.queue': { tags: ['sqs:TagQueue', 'sqs:UntagQueue'] },
};

/** The path that means a resource itself: it was deleted. */
export const wholeResource = '';

/** What making a resource of a kind anew needs besides all that its puts need. Alarms and rules are made by a put. */
export const makingActions: Readonly<Record<string, readonly string[]>> = {
  'cloudtrail.trail': ['cloudtrail:CreateTrail'],
  'cloudwatch.alarm': [],
  'events.rule': [],
  'logs.log-group': ['logs:CreateLogGroup'],
  'scheduler.schedule': ['scheduler:CreateSchedule'],
  'sns.topic': ['sns:CreateTopic'],
  'sqs.queue': ['sqs:CreateQueue'],
};
