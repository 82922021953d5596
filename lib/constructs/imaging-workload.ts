/** The reference workload: a clinician of the practice stores and reads images, through the network, as themselves. */
import { join } from 'node:path';
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ClinicalApi, type TokenIssuer } from './clinical-api';
import { EncryptedLogGroup } from './encrypted-log-group';
import type { IsolatedVpc } from './isolated-vpc';
import type { PhiBucket } from './phi-bucket';
import { s3PrefixListOf } from './s3-prefix-list';
import { SecureFunction } from './secure-function';

export interface ImagingWorkloadProps {
  /** Starts physical names: deployment and practice. */
  readonly name: string;
  readonly practice: string;
  readonly bucket: PhiBucket;
  readonly bucketName: string;
  readonly phiKey: IKey;
  readonly network: IsolatedVpc;
  readonly tokens: TokenIssuer;
  /** The role of clinicians, which the function assumes for the person. */
  readonly clinicianRoleArn: string;
  /** Clinicians' role trusts the function's role by this name. */
  readonly roleName: string;
  /** Encrypts logs and environment. */
  readonly auditKey: IKey;
  readonly logPrefix: string;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** Life of the session for one request: the shortest that AWS gives. */
const requestSession = Duration.minutes(15);

/**
 * The function has no right to PHI of its own. It runs in the isolated network behind a security group that lets it
 * reach STS and S3 and nothing else (ADR 3). 45 CFR 164.312(a)(1), (d), (e)(1).
 */
export class ImagingWorkload extends Construct {
  readonly api: ClinicalApi;

  constructor(scope: Construct, id: string, props: ImagingWorkloadProps) {
    super(scope, id);
    const handler = new SecureFunction(this, 'Function', {
      functionName: `${props.name}-imaging`,
      description: 'Stores and reads images for clinicians of one practice',
      roleName: props.roleName,
      entry: join(__dirname, '../../lambdas/imaging/handler.ts'),
      environment: {
        PRACTICE: props.practice,
        BUCKET: props.bucketName,
        KEY_ARN: props.phiKey.keyArn,
        ROLE_ARN: props.clinicianRoleArn,
        SESSION_SECONDS: String(requestSession.toSeconds()),
      },
      encryptionKey: props.auditKey,
      logPrefix: props.logPrefix,
      logRetention: props.logRetention,
      removalPolicy: props.removalPolicy,
      network: { vpc: props.network.vpc, securityGroup: this.closedGroup(props) },
    });
    handler.addToRolePolicy(
      new PolicyStatement({
        sid: 'ActForCliniciansOfThisPractice',
        actions: ['sts:AssumeRole', 'sts:TagSession'],
        resources: [props.clinicianRoleArn],
        conditions: {
          StringEquals: { 'aws:RequestTag/practice': props.practice, 'aws:RequestTag/group': 'clinician' },
        },
      }),
    );
    handler.node.addDependency(props.bucket);
    this.api = new ClinicalApi(this, 'Api', {
      apiName: `${props.name}-imaging`,
      tokens: props.tokens,
      handler,
      accessLogs: new EncryptedLogGroup(this, 'ApiLogs', {
        logGroupName: `${props.logPrefix}${props.name}-imaging-api`,
        encryptionKey: props.auditKey,
        retention: props.logRetention,
        removalPolicy: props.removalPolicy,
      }),
    });
  }

  private closedGroup({ name, network }: ImagingWorkloadProps): SecurityGroup {
    const group = new SecurityGroup(this, 'Traffic', {
      vpc: network.vpc,
      description: `${name}-imaging reaches STS and S3 and nothing else`,
      allowAllOutbound: false,
    });
    group.addEgressRule(
      Peer.securityGroupId(network.endpointSecurityGroup.securityGroupId),
      Port.tcp(443),
      'Interface endpoints, for STS',
    );
    group.addEgressRule(
      Peer.prefixList(s3PrefixListOf(Stack.of(this).region)),
      Port.tcp(443),
      'S3, through the gateway endpoint',
    );
    return group;
  }
}
