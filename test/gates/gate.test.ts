import { Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnWorkspace } from 'aws-cdk-lib/aws-workspaces';
import { type AsepsisApp, type BuildOptions, buildApp } from '../../lib/app';
import { hipaaEligible, hipaaEligibleAsOf, neverTouchesPhi } from '../../lib/config/hipaa-eligible';
import { loadExceptions } from '../../lib/gates/gate';
import { inIreland, testConfig } from '../configs';

const today = new Date('2026-11-23T12:00:00Z');
/** That every tier passes, with CloudFormation's own rules, choices.test.ts shows. */
const build = (options: BuildOptions = {}, config = testConfig()) =>
  buildApp(config, { bundling: false, validation: false, today, ...options });

function stacksOf(app: AsepsisApp): readonly Stack[] {
  return app.node.findAll().filter((node): node is Stack => Stack.isStack(node));
}

const stackOf = (app: AsepsisApp, id: string): Stack => {
  const stack = stacksOf(app).find((one) => one.node.id === id);
  if (!stack) throw new Error(`no stack ${id}`);
  return stack;
};

const messageOf = (app: AsepsisApp): string => {
  try {
    app.synth();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
};

describe('the gate', () => {
  test('a deployment elsewhere has its stack in us-east-1', () => {
    const app = build({}, testConfig('clinic', 'production', inIreland));
    expect(stacksOf(app).filter((stack) => stack.region === 'us-east-1')).toHaveLength(1);
  });

  test('a plain bucket in any stack fails, with place, paragraph and remedy', () => {
    const app = build();
    const stacks = stacksOf(app);
    expect(stacks.length).toBeGreaterThanOrEqual(7);
    for (const stack of stacks) new Bucket(stack, 'Planted');
    const message = messageOf(app);
    for (const { node } of stacks) {
      const path = `Asepsis/${node.id}/Planted/Resource`;
      const found = app.gateReport?.violations.filter((one) => one.path === path) ?? [];
      expect(found.flatMap(({ hipaa }) => hipaa).join()).toMatch(/164\.312/);
      expect(found.map(({ remedy }) => remedy)).not.toContain('');
      expect(message).toMatch(
        new RegExp(`where +${path}, test/gates/gate\\.test\\.ts:\\d+\\n +law +45 CFR 164\\.312.*\\n +mend +\\S`),
      );
    }
  });

  test('two planted violations, one excepted: the other still fails', () => {
    const rules = ['HIPAA.Security', 'NIST.800.53.R5', 'AwsSolutions'];
    const probe = build();
    new Bucket(stackOf(probe, 'Audit'), 'One');
    messageOf(probe);
    const exceptions = [
      ...loadExceptions(),
      ...(probe.gateReport?.violations ?? []).map(({ rule, path }) => ({
        rule,
        path,
        tiers: ['clinic' as const],
        reason: 'planted for a test of the gate',
        owner: 'test',
        expires: '2026-12-31',
      })),
    ];
    const app = build({ exceptions });
    new Bucket(stackOf(app, 'Audit'), 'One');
    new Bucket(stackOf(app, 'Audit'), 'Two');
    const message = messageOf(app);
    expect(message).not.toContain('Asepsis/Audit/One');
    for (const rule of rules) expect(message).toContain(rule);
    expect(message).toContain('Asepsis/Audit/Two/Resource');
  });

  test.each(['HIPAA.Security-S3BucketVersioningEnabled', 'HIPAA.Security::HIPAA.Security-S3BucketVersioningEnabled'])(
    'an acknowledgement of %s in code is no way around: it is a violation itself',
    (id) => {
      const app = build();
      const bucket = new Bucket(stackOf(app, 'Audit'), 'Planted');
      Validations.of(bucket).acknowledge({ id, reason: 'because' });
      const message = messageOf(app);
      expect(message).toContain('is acknowledged in code');
      expect(message).toContain('asepsis.exception.in-file');
    },
  );

  test('an expired exception, and one that matches nothing, close the gate', () => {
    const [first, ...others] = loadExceptions();
    if (!first) throw new Error('config/exceptions.yaml is empty');
    const stale = { ...first, rule: 'HIPAA.Security-NoSuchRule' };
    const app = build({
      exceptions: [{ ...first, expires: '2026-11-22' }, stale, ...others],
    });
    const message = messageOf(app);
    expect(message).toMatch(/expired on 2026-11-22/);
    expect(message).toMatch(/NoSuchRule .*matches nothing in tier clinic/);
    expect(message).toContain(`✗ ${first.rule}`);
  });

  test('every violation says what, where with file and line, which paragraph, and how to mend it', () => {
    const app = build();
    new Bucket(stackOf(app, 'Audit'), 'Planted');
    const message = messageOf(app);
    const violations = app.gateReport?.violations ?? [];
    expect(new Set(violations.map(({ pack }) => pack)).size).toBeGreaterThanOrEqual(4);
    const here = /^test\/gates\/gate\.test\.ts:\d+$/;
    for (const { hipaa, message: what, pack, remedy, rule, source } of violations) {
      expect(message).toContain(what);
      expect(remedy).not.toBe('');
      // A store that the trail does not record is the trail's fault.
      const maker = rule === 'cloudtrail.trail.data-events' ? /^lib\/constructs\/audit-trail\.ts:\d+$/ : here;
      expect(source).toMatch(maker);
      // The other vendor packs cite NIST and AWS, not 45 CFR, and the message says so.
      if (pack === 'asepsis' || pack === 'cdk-nag HIPAA Security') expect(hipaa).not.toEqual([]);
    }
    for (const part of ['what', 'where', 'law', 'mend'])
      expect(message.match(new RegExp(`^    ${part} +\\S`, 'gm'))).toHaveLength(violations.length);
  });

  test("the list of AWS's HIPAA services is dated, and says of no service both", () => {
    expect(hipaaEligibleAsOf).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(Number.isNaN(Date.parse(hipaaEligibleAsOf))).toBe(false);
    expect(neverTouchesPhi.filter((service) => Object.hasOwn(hipaaEligible, service))).toEqual([]);
  });

  test("a service that is not on AWS's HIPAA list is refused", () => {
    const app = build();
    new CfnWorkspace(stackOf(app, 'Audit'), 'Desktop', { bundleId: 'b', directoryId: 'd', userName: 'u' });
    expect(messageOf(app)).toContain(
      `AWS::WorkSpaces::Workspace is of a service that is not on AWS's HIPAA list as of ${hipaaEligibleAsOf}`,
    );
  });

  test('a finding is reported once, and exceptions travel in the metadata of their resource', () => {
    const app = build();
    const template = app.synth().stacksRecursively.find((stack) => stack.stackName === 'lakeside-audit')?.template as {
      Resources: Record<string, { Metadata?: Record<string, unknown> }>;
    };
    const carried = Object.values(template.Resources).flatMap(
      (resource) => (resource.Metadata?.['asepsis:exceptions'] as { rule: string }[]) ?? [],
    );
    expect(carried.map(({ rule }) => rule)).toContain('HIPAA.Security-S3DefaultEncryptionKMS');
    const planted = build();
    new Bucket(stackOf(planted, 'Audit'), 'Planted');
    messageOf(planted);
    const keys = (planted.gateReport?.violations ?? []).map(({ path, rule }) => `${rule} ${path}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
