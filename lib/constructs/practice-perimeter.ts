/** The denies that every store of a practice carries in its own policy, whatever IAM grants to whom. */
import { Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { uphold } from './safeguards';

export interface PracticePerimeter {
  readonly practice: string;
  /** The network that data actions must come from. */
  readonly vpcId: string;
  /** Roles that read and write for every practice from outside the network: AWS Backup's. */
  readonly backupRoleArns: readonly string[];
  /** May act from outside the network, but for the practice that its session names: the break-glass role. */
  readonly emergencyRoleArn: string;
}

/**
 * Two denies on data actions: from outside the network, and by another practice. Never on policy or configuration
 * actions: those would lock everyone out, the deployment included. 45 CFR 164.312(a)(1), 164.312(e)(1).
 *
 * AWS's services act for us under their own names, AWS Backup has no place in the network, and an emergency
 * (164.312(a)(2)(ii)) may be one of the network. Service-linked roles are assumed by AWS's services alone (Macie's reads to
 * classify). What a service asks in its caller's name is the caller's: `aws:ViaAWSService` lets nobody in (ADR 8).
 *
 * @param scanRoleArn the role of malware scans, which GuardDuty assumes outside the network
 * @throws SafeguardError for a perimeter that names no practice or network, or excepts roles it does not name
 */
export function practiceDenies(
  scope: Construct,
  perimeter: PracticePerimeter,
  dataActions: readonly string[],
  resources: readonly string[],
  scanRoleArn?: string,
): PolicyStatement[] {
  const excepted = [...perimeter.backupRoleArns, perimeter.emergencyRoleArn];
  const wide = excepted.find((arn) => /[*?]/.test(arn));
  uphold(scope.node.path, [
    [perimeter.practice !== '', 'no practice', 'the practice whose store it is', 'Set perimeter.practice.'],
    [perimeter.vpcId !== '', 'no network', 'the network that data actions come from', 'Set perimeter.vpcId.'],
    [wide === undefined, `an exception for ${wide}`, 'ARNs of single roles', 'Name each role that is excepted.'],
  ]);
  const { account, partition } = Stack.of(scope);
  const everywhere = [
    ...perimeter.backupRoleArns,
    ...(scanRoleArn ? [scanRoleArn] : []),
    `arn:${partition}:iam::${account}:role/aws-service-role/*`,
  ];
  const unlessService = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };
  const deny = (sid: string, exempt: readonly string[], unless: Record<string, string>) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: [...dataActions],
      resources: [...resources],
      conditions: { ...unlessService, ArnNotLike: { 'aws:PrincipalArn': [...exempt] }, StringNotEquals: unless },
    });
  return [
    deny('FromTheNetworkOnly', [...everywhere, perimeter.emergencyRoleArn], { 'aws:SourceVpc': perimeter.vpcId }),
    deny('OwnPracticeOnly', everywhere, { 'aws:PrincipalTag/practice': perimeter.practice }),
  ];
}
