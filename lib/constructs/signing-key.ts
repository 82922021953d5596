/** The key that evidence is signed with: its private half never leaves KMS. */
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  type AddToResourcePolicyResult,
  type IRole,
  PolicyDocument,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { keyAdministration, noOtherGrants } from './asepsis-key';
import { refuseEveryAction, refuseEveryone } from './safeguards';

/** An asymmetric key does not rotate: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html */
const rotation = ['kms:DisableKeyRotation', 'kms:EnableKeyRotation', 'kms:ListKeyRotations', 'kms:RotateKeyOnDemand'];

const digests = { StringEquals: { 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'DIGEST' } };

export interface SigningKeyProps {
  readonly description: string;
  /** Alias without `alias/`; starts with the deployment's name. */
  readonly alias: string;
  readonly removalPolicy: RemovalPolicy.RETAIN | RemovalPolicy.DESTROY;
}

/**
 * ECDSA on P-256, 1 USD a month. Everyone of the account whom IAM lets may read the public key. What it signs is told apart
 * by the payload's type, which is part of each signature (lib/attest/envelope.ts). 45 CFR 164.312(c)(2).
 *
 * Two may sign: the role that writes evidence, and, for the templates that `asepsis up` attests, whom IAM lets outside of
 * the roles of Asepsis. No workload and no function of the drift loop can, whatever is granted to it.
 */
export class SigningKey extends Key {
  constructor(scope: Construct, id: string, props: SigningKeyProps) {
    const { account, partition } = Stack.of(scope);
    const root = new AccountRootPrincipal();
    super(scope, id, {
      description: props.description,
      alias: props.alias,
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      pendingWindow: Duration.days(30),
      removalPolicy: props.removalPolicy,
      policy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'Administration',
            principals: [root],
            actions: keyAdministration.filter((action) => !rotation.includes(action)),
            resources: ['*'],
          }),
          new PolicyStatement({
            sid: 'PublicKey',
            principals: [root],
            actions: ['kms:GetPublicKey'],
            resources: ['*'],
          }),
          new PolicyStatement({
            sid: 'Attest',
            principals: [root],
            actions: ['kms:Sign'],
            resources: ['*'],
            conditions: {
              ...digests,
              ArnNotLike: { 'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/asepsis/*` },
            },
          }),
          noOtherGrants(),
        ],
      }),
    });
  }

  /** @throws SafeguardError for an Allow to everyone, or of everything */
  override addToResourcePolicy(statement: PolicyStatement, allowNoOp?: boolean): AddToResourcePolicyResult {
    refuseEveryone(this.node.path, statement, 'Name the role: signingKey.signedBy(role).');
    refuseEveryAction(this.node.path, statement);
    return super.addToResourcePolicy(statement, allowNoOp);
  }

  /** Lets a role of this account sign digests. */
  signedBy(role: IRole): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Sign',
        principals: [role],
        actions: ['kms:Sign'],
        resources: ['*'],
        conditions: digests,
      }),
    );
  }
}
