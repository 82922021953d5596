import type { Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { Config, Tier } from '../../lib/config/schema';
import { boundaryActions } from '../../lib/constructs/permissions-boundary';
import { s3PrefixListOf } from '../../lib/constructs/s3-prefix-list';
import { SafeguardError } from '../../lib/errors';
import { Deployment } from '../../lib/stages/deployment';
import { everyDeployment, testConfig } from '../configs';
import { listOf, type StatementJson, testApp } from '../constructs/scaffold';

/** Templates of the deployment's stacks by construct id. The gates are not asked: they have tests of their own. */
function templates(config: Config): (id: string) => Template {
  const stage: Stage = new Deployment(testApp(), config);
  return (id) => Template.fromStack(stage.node.findChild(id) as Stack);
}

const policiesOf = (template: Template): StatementJson[] =>
  Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(
    (one) => one.Properties.PolicyDocument.Statement,
  );

describe.each(everyDeployment)('a practice of %s in %s', (tier: Tier, mode) => {
  const template = templates(testConfig(tier, mode))('Practice-derm');

  test('has one key, a locked PHI store, a table and a scan', () => {
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.resourceCountIs('AWS::GuardDuty::MalwareProtectionPlan', 1);
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: mode === 'trial' ? 'Delete' : 'Retain',
      Properties: {
        BucketName: 'lakeside-derm-phi-111122223333-us-east-1',
        ObjectLockConfiguration: {
          Rule: {
            DefaultRetention: mode === 'trial' ? { Mode: 'GOVERNANCE', Days: 1 } : { Mode: 'COMPLIANCE', Days: 30 },
          },
        },
      },
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName: 'lakeside-derm-records',
      DeletionProtectionEnabled: true,
    });
  });

  test('tags every taggable store, key and role with the practice', () => {
    for (const type of ['AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::IAM::Role']) {
      template.allResourcesProperties(type, { Tags: Match.arrayWith([{ Key: 'practice', Value: 'derm' }]) });
    }
  });

  test('lets nobody in without a token, throttles, and logs no path', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
    });
    template.allResourcesProperties('AWS::ApiGatewayV2::Route', {
      AuthorizationType: 'JWT',
      RouteKey: Match.stringLikeRegexp('^(GET|PUT) /images/\\{id\\}$'),
    });
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    expect(stage?.Properties.DefaultRouteSettings).toEqual({
      DetailedMetricsEnabled: true,
      ThrottlingBurstLimit: 50,
      ThrottlingRateLimit: 25,
    });
    expect(stage?.Properties.AccessLogSettings.Format).not.toMatch(
      /context\.(path|authorizer\.claims\.email|identity)/,
    );
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue(), RetentionInDays: 365 });
  });

  test('runs the function in the network, behind a group that leads to STS and S3 alone', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: Match.anyValue(), SecurityGroupIds: Match.anyValue() },
    });
    const [group] = Object.values(template.findResources('AWS::EC2::SecurityGroup'));
    const inline: Record<string, unknown>[] = group?.Properties.SecurityGroupEgress ?? [];
    const egress = [
      ...inline,
      ...Object.values(template.findResources('AWS::EC2::SecurityGroupEgress')).map((one) => one.Properties),
    ];
    expect(
      egress.map((rule) => Object.keys(rule).find((key) => key.startsWith('Destination') || key === 'CidrIp')).sort(),
    ).toEqual(['DestinationPrefixListId', 'DestinationSecurityGroupId']);
    expect(group?.Properties.SecurityGroupIngress ?? []).toEqual([]);
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test('gives the function no right to PHI, but to act for clinicians of this practice', () => {
    const statements = policiesOf(template).filter(({ Sid }) => Sid === 'ActForCliniciansOfThisPractice');
    expect(statements).toEqual([
      {
        Sid: 'ActForCliniciansOfThisPractice',
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Resource: 'arn:aws:iam::111122223333:role/asepsis/lakeside-clinician',
        Condition: { StringEquals: { 'aws:RequestTag/practice': 'derm', 'aws:RequestTag/group': 'clinician' } },
      },
    ]);
    const [functionPolicy] = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) =>
      id.startsWith('ImagingFunctionRole'),
    );
    expect(JSON.stringify(functionPolicy)).not.toMatch(/s3:|kms:|dynamodb:/);
    template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'lakeside-derm-imaging', Path: '/asepsis/' });
  });

  test('grants nothing beyond the permissions boundary', () => {
    const allowed = new Set(Object.values(boundaryActions).flat());
    const actions = policiesOf(template).flatMap(({ Action }) => listOf(Action));
    expect(actions.filter((action) => !allowed.has(action))).toEqual([]);
    template.allResourcesProperties('AWS::IAM::Role', {
      PermissionsBoundary: 'arn:aws:iam::111122223333:policy/asepsis/lakeside-boundary',
      MaxSessionDuration: 3600,
    });
  });
});

test('there is a store for each class of data, and the foundation knows no practice', () => {
  const changed = {
    dataClasses: ['deidentified', 'billing'],
    practices: [
      { id: 'derm', name: 'A' },
      { id: 'ortho', name: 'B' },
    ],
  };
  const of = templates(testConfig('clinic', 'trial', changed));
  const buckets = Object.values(of('Practice-ortho').findResources('AWS::S3::Bucket')).map(
    (one) => one.Properties.BucketName,
  );
  expect(buckets.sort()).toEqual(
    ['billing', 'deidentified', 'phi'].map((one) => `lakeside-ortho-${one}-111122223333-us-east-1`),
  );
  for (const id of ['Perimeter', 'Audit', 'Network', 'Detection', 'Identity', 'Backup']) {
    expect(JSON.stringify(of(id).toJSON())).not.toMatch(/ortho/);
  }
});

test('a region whose S3 prefix list is unknown is refused, not opened to the world', () => {
  expect(s3PrefixListOf('us-east-1')).toMatch(/^pl-/);
  expect(() => s3PrefixListOf('mars-north-1')).toThrow(SafeguardError);
});
