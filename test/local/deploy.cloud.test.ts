/** A small app, deployed by the real CDK CLI: what CloudFormation made, what the API made, what was left out. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { ConfigServiceClient, DescribeConfigurationRecordersCommand } from '@aws-sdk/client-config-service';
import { DescribeFlowLogsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetDetectorCommand, GuardDutyClient } from '@aws-sdk/client-guardduty';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { DeployReport, Progress } from '../../local/cloud';
import { deployLocally, destroyLocally } from '../../local/deploy';
import { unknownTypes } from '../../local/types';
import { synthesizeSample } from './sample-app';
import { sharedCloud } from './shared-cloud';

jest.setTimeout(180_000);

const cloud = sharedCloud();
const folder = mkdtempSync(join(tmpdir(), 'asepsis-sample-'));
const assemblyDir = join(folder, 'cdk.out');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the emulator says which types its CloudFormation does not know', async () => {
  const types = ['AWS::S3::Bucket', 'AWS::CloudTrail::Trail', 'AWS::KMS::Key', 'AWS::No::Such', 'Custom::Anything'];
  expect([...(await unknownTypes(types, cloud.clientConfig('cloudformation')))].sort()).toEqual([
    'AWS::CloudTrail::Trail',
    'AWS::No::Such',
  ]);
  expect([...(await unknownTypes(['AWS::S3::Bucket', 'AWS::EC2::VPC'], cloud.clientConfig('cloudformation')))]).toEqual(
    [],
  );
});

test('a reference to what is left out stops the deployment before it begins', async () => {
  const dangling = join(folder, 'dangling.out');
  synthesizeSample({ outdir: dangling, name: 'Dangling', dangling: true });
  await expect(deployLocally({ assemblyDir: dangling, cloud })).rejects.toThrow(
    'output AnalyzerArn refers by Fn::GetAtt to AWS::AccessAnalyzer::Analyzer Analyzer',
  );
});

describe('the sample', () => {
  const news: Progress[] = [];
  let report: DeployReport;
  const byType = (type: string) => report.stacks.flatMap(({ resources }) => resources).find((one) => one.type === type);

  beforeAll(async () => {
    synthesizeSample({ outdir: assemblyDir, name: 'Sample' });
    report = await deployLocally({ assemblyDir, cloud, onProgress: (progress) => news.push(progress) });
  });

  test('stands whole: each resource by its route', () => {
    const [stack] = report.stacks;
    expect(stack).toMatchObject({ stack: 'Sample', region: 'us-east-1', status: 'CREATE_COMPLETE' });
    const routes = Object.fromEntries((stack?.resources ?? []).map(({ type, route }) => [type, route]));
    expect(routes).toMatchObject({
      'AWS::KMS::Key': 'native',
      'AWS::S3::Bucket': 'native',
      'AWS::DynamoDB::GlobalTable': 'native',
      'AWS::Lambda::Function': 'native',
      'AWS::CloudTrail::Trail': 'api',
      'AWS::Config::ConfigurationRecorder': 'api',
      'AWS::EC2::FlowLog': 'api',
      'AWS::GuardDuty::Detector': 'api',
      'AWS::SecurityHub::Hub': 'api',
      'AWS::AccessAnalyzer::Analyzer': 'left-out',
    });
    expect(byType('AWS::AccessAnalyzer::Analyzer')).toMatchObject({ reason: 'no emulator has an API for it' });
    expect(byType('AWS::AccessAnalyzer::Analyzer')?.physicalId).toBeUndefined();
    const { figures } = report;
    expect(figures).toMatchObject({ api: 5, leftOut: 1, native: figures.resources - 6 });
    for (const one of stack?.resources ?? []) if (one.route !== 'left-out') expect(one.physicalId).toBeTruthy();
  });

  test('is told step by step, to the last resource', () => {
    const steps = news.filter(({ phase, done }) => phase === 'deploy' && done !== undefined);
    expect(steps.at(-1)).toMatchObject({
      message: 'Sample is deployed',
      done: report.figures.resources - 1,
      total: report.figures.resources - 1,
    });
    expect(news.map(({ phase }) => phase)).toEqual(expect.arrayContaining(['transform', 'bootstrap', 'deploy']));
  });

  test('the API has what the templates declare, and dependents got its attributes', async () => {
    const trails = new CloudTrailClient({ ...cloud.clientConfig('cloudtrail') });
    const name = byType('AWS::CloudTrail::Trail')?.physicalId ?? '';
    const { trailList: [trail] = [] } = await trails.send(new DescribeTrailsCommand({ trailNameList: [name] }));
    expect(trail).toMatchObject({
      IsMultiRegionTrail: true,
      LogFileValidationEnabled: true,
      TrailARN: report.stacks[0]?.outputs.TrailArn,
    });
    expect((await trails.send(new GetTrailStatusCommand({ Name: name }))).IsLogging).toBe(true);
    const detector = await new GuardDutyClient({ ...cloud.clientConfig('guardduty') }).send(
      new GetDetectorCommand({ DetectorId: report.stacks[0]?.outputs.DetectorId }),
    );
    expect(detector).toMatchObject({ Status: 'ENABLED', FindingPublishingFrequency: 'FIFTEEN_MINUTES' });
    const { FlowLogs: [flowLog] = [] } = await new EC2Client({ ...cloud.clientConfig('ec2') }).send(
      new DescribeFlowLogsCommand({ FlowLogIds: [byType('AWS::EC2::FlowLog')?.physicalId ?? ''] }),
    );
    expect(flowLog).toMatchObject({ TrafficType: 'ALL', ResourceId: byType('AWS::EC2::VPC')?.physicalId });
    const { ConfigurationRecorders = [] } = await new ConfigServiceClient({
      ...cloud.clientConfig('config-service'),
    }).send(new DescribeConfigurationRecordersCommand({}));
    expect(
      ConfigurationRecorders.find((one) => one.name === byType('AWS::Config::ConfigurationRecorder')?.physicalId)
        ?.recordingGroup,
    ).toMatchObject({ allSupported: true, includeGlobalResourceTypes: true });
  });

  test('its function really runs', async () => {
    const client = new LambdaClient({ ...cloud.clientConfig('lambda') });
    const { Payload } = await client.send(
      new InvokeCommand({ FunctionName: byType('AWS::Lambda::Function')?.physicalId }),
    );
    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toBe(byType('AWS::S3::Bucket')?.physicalId);
  });

  test('the original assembly is as it was', () => {
    expect(readFileSync(join(assemblyDir, 'Sample.template.json'), 'utf8')).not.toContain('Custom::Local');
    expect(readFileSync(join(report.localAssembly, 'Sample.template.json'), 'utf8')).toContain(
      'Custom::LocalCloudTrailTrail',
    );
  });

  test('destroyed, the stack is gone, and so is what the API made', async () => {
    await destroyLocally({ assemblyDir, cloud });
    const stacks = new CloudFormationClient({ ...cloud.clientConfig('cloudformation') });
    await expect(stacks.send(new DescribeStacksCommand({ StackName: 'Sample' }))).rejects.toThrow('does not exist');
    const { trailList } = await new CloudTrailClient({ ...cloud.clientConfig('cloudtrail') }).send(
      new DescribeTrailsCommand({}),
    );
    expect(trailList?.map(({ Name }) => Name)).not.toContain(byType('AWS::CloudTrail::Trail')?.physicalId);
  });
});
