import { perimeterPolicies, policySizeLimit } from '../../lib/perimeter/policies';
import { testConfig } from '../configs';

const organisation = { name: 'Lakeside', id: 'o-a1b2c3d4e5' };
const statements = (content: Record<string, unknown>) =>
  content.Statement as { Effect: string; Action?: string[]; Principal?: string; Sid: string }[];

describe('the data perimeter policies', () => {
  test('an organisation gets all four, each within the size that AWS accepts', () => {
    const policies = perimeterPolicies(testConfig('hospital', 'trial', { organisation }));
    expect(policies.map((policy) => policy.type)).toEqual([
      'SERVICE_CONTROL_POLICY',
      'RESOURCE_CONTROL_POLICY',
      'DECLARATIVE_POLICY_EC2',
      'AISERVICES_OPT_OUT_POLICY',
    ]);
    for (const { content } of policies) expect(JSON.stringify(content).length).toBeLessThanOrEqual(policySizeLimit);
  });

  test('without an organisation id there is no RCP: it could name nobody to trust', () => {
    expect(perimeterPolicies(testConfig()).map((policy) => policy.type)).not.toContain('RESOURCE_CONTROL_POLICY');
  });

  test('an SCP and an RCP only deny, and an RCP speaks of everyone', () => {
    const [scp, rcp] = perimeterPolicies(testConfig('hospital', 'trial', { organisation }));
    for (const policy of [scp, rcp])
      for (const one of statements(policy?.content ?? {})) expect(one.Effect).toBe('Deny');
    for (const one of statements(rcp?.content ?? {})) expect(one.Principal).toBe('*');
  });

  test('outside us-east-1 only deployments may go there, and nobody anywhere else', () => {
    const regionDenies = (allowedRegions: string[]) =>
      perimeterPolicies(testConfig('clinic', 'trial', { allowedRegions }))
        .flatMap(({ content, type }) => (type === 'SERVICE_CONTROL_POLICY' ? statements(content) : []))
        .filter((one) => 'NotAction' in one)
        .map((one) => (one as unknown as { Condition: Record<string, Record<string, unknown>> }).Condition);
    expect(regionDenies(['us-east-1', 'us-west-2'])).toEqual([
      { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'us-west-2'] } },
    ]);
    expect(regionDenies(['eu-west-1'])).toEqual([
      {
        StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1'] },
        ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/cdk-*' },
      },
      { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
    ]);
  });

  test('more regions than a policy can hold are refused with the way out', () => {
    const config = testConfig();
    const allowedRegions = Array.from({ length: 400 }, (_, index) => `us-region-${index}`);
    expect(() => perimeterPolicies({ ...config, allowedRegions })).toThrow(/characters; allowed: 5120/);
  });
});
