/**
 * A stack as a fork may have it, of what Asepsis itself makes none of: with it the drill shows that the loop keeps a
 * fork's promises too, those among them that take an exception.
 */
import type { Data } from '../../lib/resources/value';
import type { OwnTemplate } from './own-stack';
import type { Scene } from './scene';

/** As a synth writes an exception into a resource's metadata. */
const excepting = (...rules: readonly string[]): Readonly<Record<string, Data>> => ({
  'asepsis:exceptions': rules.map((rule) => ({ rule, expires: '2099-12-31' })),
});

/** An older application's role: its policy is an inline one, and it is outside of any boundary. */
const role = (deployment: string, Tags: Data) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: `${deployment}-drill-fork`,
    Path: '/asepsis/',
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    Policies: [
      {
        PolicyName: 'reads-its-queue',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: `arn:aws:sqs:*:*:${deployment}-drill-fork` },
          ],
        },
      },
    ],
    Tags,
  },
  Metadata: excepting('iam.role.boundary', 'iam.role.inline-policies'),
});

/** A secret that its own application rotates, and that only this account's policies open. */
const secret = (deployment: string, key: string, Tags: Data) => ({
  Type: 'AWS::SecretsManager::Secret',
  Properties: {
    Name: `${deployment}-drill-fork`,
    GenerateSecretString: { PasswordLength: 32 },
    KmsKeyId: key,
    Tags,
  },
  Metadata: excepting('secretsmanager.secret.rotation'),
});

/**
 * @param key ARN of the key of a practice
 * @param network id of the network
 */
export function forkTemplate({ options }: Scene, key: string, network: string): OwnTemplate {
  const { deployment } = options;
  const Tags = [{ Key: 'asepsis:deployment', Value: deployment }];
  return {
    Resources: {
      Role: role(deployment, Tags),
      // Nothing of it concerns a person.
      Log: {
        Type: 'AWS::Logs::LogGroup',
        Properties: { LogGroupName: `/asepsis/${deployment}/drill-fork`, RetentionInDays: 365, Tags },
        Metadata: excepting('logs.log-group.encrypted'),
      },
      Secret: secret(deployment, key, Tags),
      Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: network, Tags } },
      // To a network of its own, beside this one: no way out.
      Route: {
        Type: 'AWS::EC2::Route',
        Properties: {
          RouteTableId: { Ref: 'Table' },
          DestinationCidrBlock: '10.99.0.0/24',
          VpcPeeringConnectionId: 'pcx-0123456789abcdef0',
        },
      },
    },
  };
}
