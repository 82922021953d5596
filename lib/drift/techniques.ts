/**
 * Attack techniques, named as in Stratus Red Team, and the calls of each that change something, as CloudTrail recorded
 * them when the technique was tried (https://stratus-red-team.cloud/attack-techniques/AWS/, detonation logs). A technique
 * without such a call only reads, or works on the data plane: no configuration drifts.
 */
export const techniques: Readonly<Record<string, readonly string[]>> = {
  'aws.credential-access.ec2-get-password-data': [],
  'aws.credential-access.ec2-steal-instance-credentials': ['ssm:SendCommand'],
  'aws.credential-access.secretsmanager-batch-retrieve-secrets': [],
  'aws.credential-access.secretsmanager-retrieve-secrets': [],
  'aws.credential-access.ssm-retrieve-securestring-parameters': [],
  'aws.defense-evasion.cloudtrail-delete': ['cloudtrail:DeleteTrail'],
  'aws.defense-evasion.cloudtrail-event-selectors': ['cloudtrail:PutEventSelectors'],
  'aws.defense-evasion.cloudtrail-stop': ['cloudtrail:StopLogging'],
  'aws.defense-evasion.dns-delete-logs': ['route53resolver:DeleteResolverQueryLogConfig'],
  'aws.defense-evasion.organizations-leave': ['organizations:LeaveOrganization'],
  'aws.defense-evasion.vpc-remove-flow-logs': ['ec2:DeleteFlowLogs'],
  'aws.discovery.ec2-download-user-data': [],
  'aws.execution.ec2-launch-unusual-instances': ['ec2:RunInstances'],
  'aws.execution.ec2-user-data': ['ec2:ModifyInstanceAttribute', 'ec2:StartInstances', 'ec2:StopInstances'],
  'aws.execution.ssm-send-command': ['ssm:SendCommand'],
  'aws.execution.ssm-start-session': ['ssm:StartSession', 'ssm:TerminateSession'],
  'aws.exfiltration.ec2-security-group-open-port-22-ingress': ['ec2:AuthorizeSecurityGroupIngress'],
  'aws.exfiltration.ec2-share-ami': ['ec2:ModifyImageAttribute'],
  'aws.exfiltration.ec2-share-ebs-snapshot': ['ec2:ModifySnapshotAttribute'],
  'aws.exfiltration.rds-share-snapshot': ['rds:ModifyDBSnapshotAttribute'],
  'aws.impact.bedrock-invoke-model': [
    'bedrock:CreateFoundationModelAgreement',
    'bedrock:PutFoundationModelEntitlement',
    'bedrock:PutUseCaseForModelAccess',
  ],
  'aws.initial-access.console-login-without-mfa': ['signin:ConsoleLogin'],
  'aws.lateral-movement.ec2-instance-connect': ['ec2-instance-connect:SendSSHPublicKey'],
  'aws.lateral-movement.ec2-serial-console-send-ssh-public-key': [
    'ec2-instance-connect:SendSerialConsoleSSHPublicKey',
    'ec2:EnableSerialConsoleAccess',
  ],
  'aws.persistence.iam-backdoor-role': ['iam:UpdateAssumeRolePolicy'],
  'aws.persistence.iam-backdoor-user': ['iam:CreateAccessKey'],
  'aws.persistence.iam-create-admin-user': ['iam:AttachUserPolicy', 'iam:CreateAccessKey', 'iam:CreateUser'],
  'aws.persistence.iam-create-backdoor-role': ['iam:AttachRolePolicy', 'iam:CreateRole'],
  'aws.persistence.iam-create-user-login-profile': ['iam:CreateLoginProfile', 'iam:DeleteLoginProfile'],
  'aws.persistence.lambda-backdoor-function': ['lambda:AddPermission20150331v2'],
  'aws.persistence.lambda-layer-extension': ['lambda:UpdateFunctionConfiguration20150331v2'],
  'aws.persistence.lambda-overwrite-code': ['lambda:UpdateFunctionCode20150331v2'],
  'aws.persistence.rolesanywhere-create-trust-anchor': [
    'rolesanywhere:CreateProfile',
    'rolesanywhere:CreateTrustAnchor',
  ],
  'aws.persistence.sts-federation-token': ['sts:GetFederationToken'],
  'aws.privilege-escalation.iam-update-user-login-profile': ['iam:UpdateLoginProfile'],
};
