/**
 * What the puts of some owned paths need besides what the controls of their kind say: the template promises these
 * properties, and no control asks for them by an action of its own.
 */

/** IAM actions by kind and owned path. */
export const promiseActions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'cognito.user-pool': {
    firstFactors: ['cognito-idp:UpdateUserPool'],
    tags: ['cognito-idp:TagResource', 'cognito-idp:UntagResource'],
  },
  'ec2.vpc': {
    dnsHostnames: ['ec2:ModifyVpcAttribute'],
    dnsSupport: ['ec2:ModifyVpcAttribute'],
    tags: ['ec2:CreateTags', 'ec2:DeleteTags'],
  },
  'iam.role': { tags: ['iam:TagRole', 'iam:UntagRole'] },
  'kms.key': { tags: ['kms:TagResource', 'kms:UntagResource'] },
};
