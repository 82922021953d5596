/** Live readers of what no emulator has, or has of our making, against answers in the shapes of AWS's API reference. */
import { accessAnalyzerLive } from '../../../lambdas/drift/live/access-analyzer';
import { ec2VpcBlockPublicAccessExclusionLive } from '../../../lambdas/drift/live/ec2-gateway';
import { macieSessionLive } from '../../../lambdas/drift/live/macie-session';
import { securityhubHubLive } from '../../../lambdas/drift/live/securityhub-hub';
import { deploymentOf, smallTemplates } from './fake-deployment';
import { call } from './fake-messages';
import { FakeWorld } from './fake-world';
import { type Answer, type Call, type Recorded, recorded } from './recorded';
import { roundTrip } from './round-trip';

let service: Recorded;
afterEach(() => service?.close());

const serve = async (answer: (call: Call) => Answer) => {
  service = await recorded(answer);
  return service;
};
const unexpected = (call: Call): never => {
  throw new Error(`no answer is recorded for ${call.method} ${call.path} ${call.body}`);
};

describe('Access Analyzer (recorded answers: no emulator has it)', () => {
  const arn = 'arn:aws:access-analyzer:us-east-1:111122223333:analyzer/lakeside-external-access';

  test('an archive rule that hides findings is deleted', async () => {
    const rules = new Set(['quiet']);
    const { sdk, calls } = await serve((call) => {
      const path = '/analyzer/lakeside-external-access';
      if (call.method === 'GET' && call.path === path)
        return { body: { analyzer: { arn, name: 'lakeside-external-access', type: 'ACCOUNT', status: 'ACTIVE' } } };
      if (call.method === 'GET' && call.path === `${path}/archive-rule`)
        return { body: { archiveRules: [...rules].map((ruleName) => ({ ruleName, filter: {} })) } };
      if (call.method === 'DELETE' && call.path === `${path}/archive-rule/quiet`) {
        rules.delete('quiet');
        return {};
      }
      return unexpected(call);
    });
    const declared = { arn, type: 'ACCOUNT', archiveRules: [] };
    const live = accessAnalyzerLive.open(sdk);
    const { broken, after } = await roundTrip({ kind: accessAnalyzerLive.kind, live, declared }, arn);
    expect(broken).toEqual(['archiveRules']);
    expect(after).toEqual({ compared: 2, differences: [], undecided: [] });
    expect(calls.filter((call) => call.method === 'DELETE')).toHaveLength(1);
  });

  describe('through the whole loop', () => {
    const name = 'lakeside-derm-Key';
    const analyzer = { Type: 'AWS::AccessAnalyzer::Analyzer', Properties: { Type: 'ACCOUNT' } };

    /** An account with this analyzer, or with none, and with these rules that hide findings. */
    async function worldWith(type: string | undefined, rules = new Set<string>()): Promise<FakeWorld> {
      const gone = { status: 404, error: 'ResourceNotFoundException', body: { message: 'gone' } };
      const { sdk } = await serve((call) => {
        const [, , , part, rule = ''] = call.path.split('/');
        if (call.method === 'DELETE') return rules.delete(rule) ? {} : gone;
        if (part === 'archive-rule') return { body: { archiveRules: [...rules].map((one) => ({ ruleName: one })) } };
        return type === undefined ? gone : { body: { analyzer: { arn: name, name, type, status: 'ACTIVE' } } };
      });
      const world = new FakeWorld(deploymentOf(smallTemplates(analyzer)));
      world.open = (kind) => kind.open(sdk);
      return world;
    }

    test('a rule that hides findings is noticed by access-analyzer.analyzer.archive-rules, and deleted', async () => {
      const world = await worldWith('ACCOUNT', new Set(['quiet']));
      await world.send(call('access-analyzer:CreateArchiveRule', { analyzerName: name, ruleName: 'quiet' }));
      const controls = ['access-analyzer.analyzer.archive-rules'];
      expect(world.told).toMatchObject([{ outcome: 'fixed', controls, changes: [{ before: ['quiet'], after: [] }] }]);
      await world.send(call('access-analyzer:UpdateArchiveRule', { analyzerName: name, ruleName: 'quiet' }));
      expect(world.told).toHaveLength(1);
    });

    test.each([
      ['is of another type', 'ACCOUNT_INTERNAL_ACCESS', 'reported'],
      ['was deleted', undefined, 'alarmed'],
    ])('one that %s is told of by access-analyzer.analyzer.type, and left to its stack', async (_, type, outcome) => {
      const world = await worldWith(type);
      await world.send(call('access-analyzer:DeleteAnalyzer', { analyzerName: name }));
      const controls = expect.arrayContaining(['access-analyzer.analyzer.type']);
      expect(world.told).toMatchObject([{ outcome, controls }]);
      expect(world.fixers).toEqual([]);
    });
  });

  test('one that was deleted is absent; a failure is thrown', async () => {
    const { sdk } = await serve(() => ({ status: 404, error: 'ResourceNotFoundException', body: { message: 'gone' } }));
    expect(await accessAnalyzerLive.open(sdk).read(arn)).toBeUndefined();
    await service.close();
    const denied = await serve(() => ({ status: 403, error: 'AccessDeniedException', body: { message: 'no' } }));
    await expect(accessAnalyzerLive.open(denied.sdk).read(arn)).rejects.toThrow('no');
  });
});

describe('VPC block public access exclusions, in the states that EC2 tells of (recorded answers)', () => {
  const exclusion = (state: string) =>
    `<DescribeVpcBlockPublicAccessExclusionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><vpcBlockPublicAccessExclusionSet><item><exclusionId>vpcbpa-exclude-1</exclusionId><state>${state}</state></item></vpcBlockPublicAccessExclusionSet></DescribeVpcBlockPublicAccessExclusionsResponse>`;

  test.each([
    ['create-complete', { id: 'vpcbpa-exclude-1' }],
    ['delete-complete', undefined],
  ])('%s', async (state, expected) => {
    const { sdk } = await serve(() => ({ body: exclusion(state) }));
    expect(await ec2VpcBlockPublicAccessExclusionLive.open(sdk).read('vpcbpa-exclude-1')).toEqual(expected);
  });
});

describe('Macie (recorded answers)', () => {
  test('a paused session is resumed, and its frequency put back', async () => {
    const session = { status: 'PAUSED', findingPublishingFrequency: 'SIX_HOURS' };
    const { sdk } = await serve((call) => {
      if (call.path !== '/macie') return unexpected(call);
      if (call.method === 'PATCH') Object.assign(session, JSON.parse(call.body));
      return { body: session };
    });
    const live = macieSessionLive.open(sdk);
    const declared = { enabled: true, frequency: 'FIFTEEN_MINUTES' };
    const { broken, after } = await roundTrip({ kind: macieSessionLive.kind, live, declared }, '111122223333');
    expect(broken).toEqual(['enabled', 'frequency']);
    expect(after.differences).toEqual([]);
  });

  test('AWS says "not enabled" by denying access; another denial is thrown', async () => {
    const message = { message: 'Macie is not enabled.' };
    const { sdk } = await serve(() => ({ status: 403, error: 'AccessDeniedException', body: message }));
    expect(await macieSessionLive.open(sdk).read('111122223333')).toBeUndefined();
    await service.close();
    const answer = { status: 403, error: 'AccessDeniedException', body: { message: 'not authorized' } };
    const denied = await serve(() => answer);
    await expect(macieSessionLive.open(denied.sdk).read('111122223333')).rejects.toThrow('not authorized');
  });
});

describe('Security Hub (recorded answers)', () => {
  const arn = 'arn:aws:securityhub:us-east-1:111122223333:hub/default';
  const standard = (name: string) => `arn:aws:securityhub:us-east-1::standards/${name}`;

  /** A hub that keeps what it is told. */
  function hub() {
    const standards = new Set([standard('cis/v/1.4.0')]);
    const settings = { AutoEnableControls: false, ControlFindingGenerator: 'STANDARD_CONTROL' };
    const subscription = (StandardsArn: string) => ({
      StandardsArn,
      StandardsSubscriptionArn: `${arn}/${StandardsArn}`,
      StandardsInput: {},
      StandardsStatus: 'READY',
    });
    return (call: Call): Answer => {
      const body = call.body === '' ? {} : JSON.parse(call.body);
      if (call.method === 'GET' && call.path === '/accounts') return { body: { HubArn: arn, ...settings } };
      if (call.method === 'PATCH' && call.path === '/accounts') Object.assign(settings, body);
      else if (call.path === '/standards/register')
        for (const one of body.StandardsSubscriptionRequests) standards.add(one.StandardsArn);
      else if (call.path === '/standards/deregister')
        for (const one of body.StandardsSubscriptionArns) standards.delete(one.slice(arn.length + 1));
      else if (call.path !== '/standards/get') return unexpected(call);
      return { body: { StandardsSubscriptions: [...standards].map(subscription) } };
    };
  }

  test('standards that were turned off are on again, and others off', async () => {
    const { sdk } = await serve(hub());
    const live = securityhubHubLive.open(sdk);
    const declared = {
      arn,
      autoEnableControls: true,
      findings: 'SECURITY_CONTROL',
      standards: [standard('aws-foundational-security-best-practices/v/1.0.0'), standard('nist-800-53/v/5.0.0')],
    };
    const { broken, after } = await roundTrip({ kind: securityhubHubLive.kind, live, declared }, arn);
    expect(broken).toEqual(['autoEnableControls', 'findings', 'standards']);
    expect(after).toEqual({ compared: 3, differences: [], undecided: [] });
  });

  test('AWS says "not subscribed" by refusing access; another refusal is thrown', async () => {
    const refuse = (Message: string) => ({
      status: 401,
      error: 'InvalidAccessException',
      body: { Message, Code: 'x' },
    });
    const { sdk } = await serve(() => refuse('Account 111122223333 is not subscribed to AWS Security Hub'));
    expect(await securityhubHubLive.open(sdk).read(arn)).toBeUndefined();
    await service.close();
    const refused = await serve(() => refuse('Invalid region'));
    await expect(securityhubHubLive.open(refused.sdk).read(arn)).rejects.toThrow('Invalid region');
  });
});
