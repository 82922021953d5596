/** Live readers of services that no emulator has, against answers in the shapes of AWS's API reference. */
import { accessAnalyzerLive } from '../../../lambdas/drift/live/access-analyzer';
import { ec2VpcBlockPublicAccessExclusionLive } from '../../../lambdas/drift/live/ec2-gateway';
import { macieSessionLive } from '../../../lambdas/drift/live/macie-session';
import { securityhubHubLive } from '../../../lambdas/drift/live/securityhub-hub';
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

describe('Macie (recorded answers: the emulator cannot resume a session)', () => {
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

describe('Security Hub (recorded answers: no emulator has its standards)', () => {
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
