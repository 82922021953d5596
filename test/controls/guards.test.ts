/** Which owned properties the controls guard, and which a template merely promises. */
import { liveKinds } from '../../lambdas/drift/live';
import { controls } from '../../lib/controls';
import type { AnyControl } from '../../lib/controls/control';
import { guardedPaths } from '../../lib/controls/guards';
import { ownControls } from '../../lib/controls/own';
import { all, check } from '../../lib/controls/verdict';
import type { ResourceKind } from '../../lib/resources/kind';
import { kmsKey } from '../../lib/resources/kms-key';
import { type NamedTemplate, readTemplates } from '../../lib/resources/template';
import { unknown } from '../../lib/resources/value';
import { testApp, testStack } from '../constructs/scaffold';
import { wholeDeployment } from '../lambdas/drift/whole-deployment';
import { fixtures } from './fixtures';

/** Those of a fork guard more, and take nothing off the list. */
const ours = controls.filter((control) => !ownControls.includes(control));

const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };

/**
 * Properties that can be put back and that no enforced control asks for: what the template promises is put back by the
 * leave of the whole kind, and a person stops it by the global stop alone. Each new one is a decision.
 */
const promises: Readonly<Record<string, readonly string[]>> = {
  'backup.plan': ['name', 'tags'],
  'backup.vault': ['lock.maximumDays', 'lock.permanent', 'tags'],
  'cloudtrail.trail': ['bucket', 'prefix', 'tags'],
  'cloudwatch.alarm': ['insufficientDataActions', 'measure', 'okActions', 'tags'],
  'events.rule': ['pattern', 'schedule', 'tags'],
  'lambda.event-source-mapping': ['batchSize', 'target'],
  // Controls judge the boundary, the network and the role of a function in other branches than the fixtures' templates take.
  'lambda.function': ['boundary', 'handler', 'layers', 'logGroup', 'network', 'role'],
  'logs.log-group': ['tags'],
  'scheduler.schedule': ['expression', 'target', 'timezone', 'window'],
  'secretsmanager.secret': ['rotation.function', 'rotation.schedule', 'tags'],
  'sns.topic': ['tags'],
  // No template says with whom a document is shared.
  'ssm.document': ['sharedWith'],
  'sqs.queue': ['attempts', 'retentionSeconds', 'visibilitySeconds', 'tags'],
  'cognito.identity-provider': [
    'mapping',
    'details.encryptedResponses',
    'details.requestSigning',
    'details.signOut',
    'details.clientId',
    'details.scopes',
  ],
  'cognito.user-pool': ['triggers', 'tags'],
  'cognito.user-pool-client': ['scopes', 'logoutUrls', 'providers', 'readAttributes'],
  'config.delivery-channel': ['bucket', 'prefix', 'frequency'],
  'config.recorder': ['role', 'globalTypes', 'frequency'],
  'ec2.vpc': ['dnsSupport', 'dnsHostnames', 'tags'],
  'ec2.vpc-endpoint': ['privateDns'],
  'guardduty.detector': [
    'plans.EKS_AUDIT_LOGS',
    'plans.EBS_MALWARE_PROTECTION',
    'plans.RDS_LOGIN_EVENTS',
    'plans.LAMBDA_NETWORK_LOGS',
    'plans.RUNTIME_MONITORING',
  ],
  'kms.key': ['tags'],
  'macie.session': ['frequency'],
  'organizations.policy': ['name', 'content'],
  's3.bucket': ['encryption.bucketKey', 'objectLock.mode', 'logging.prefix'],
  'securityhub.hub': ['findings'],
};

/** Puts by what a control gives as its reason, where that is no owned path: it is made of owned ones, or of another resource. */
const byReason: Readonly<Record<string, readonly string[]>> = { 'lambda.function': ['boundary', 'network'] };

const planted = (id: string): NamedTemplate => {
  const app = testApp();
  const stack = testStack(app, 'Planted');
  const fixture = fixtures[id];
  // What no template can say is given as states, below.
  if (fixture && 'compliant' in fixture) fixture.compliant(stack);
  const { template } = app.synth({ validateOnSynthesis: false }).getStackByName('Planted');
  return { stack: 'Planted', template };
};

describe('a property that can be put back', () => {
  const whole = readTemplates(wholeDeployment(), environment);

  /** States of a kind: those of a whole deployment and of its controls' fixtures. */
  const statesOf = (kind: ResourceKind<unknown>, own: readonly AnyControl[]) =>
    [whole, ...own.map(({ id }) => readTemplates([planted(id)], environment))].flatMap((set) =>
      kind.types.flatMap((type) => set.ofType(type)).map((resource) => kind.read(resource, set)),
    );

  const guardable = liveKinds.filter(({ kind }) =>
    ours.some(({ fix, forbidden, resource }) => resource.name === kind.name && fix.mode === 'enforce' && !forbidden),
  );

  test.each(guardable.map(({ kind }) => kind.name))(
    'of %s is guarded by an enforced control, or listed as a promise',
    (name) => {
      const live = liveKinds.find(({ kind }) => kind.name === name);
      if (!live) throw new Error(name);
      const own = ours.filter(({ fix, resource }) => resource.name === name && fix.mode === 'enforce');
      const guarded = new Set(
        statesOf(live.kind, own).flatMap((state) => own.flatMap((one) => guardedPaths(one, state))),
      );
      const puts = Object.keys(live.open(() => ({ region: 'us-east-1' })).puts);
      expect(puts.filter((path) => !guarded.has(path)).sort()).toEqual([...(promises[name] ?? [])].sort());
      expect(puts.filter((path) => !live.kind.owned.includes(path)).sort()).toEqual([...(byReason[name] ?? [])].sort());
    },
  );

  test('is listed for no kind without one', () => {
    expect(Object.keys(promises).filter((name) => !guardable.some(({ kind }) => kind.name === name))).toEqual([]);
  });
});

describe('what a control guards', () => {
  interface State {
    readonly enabled: unknown;
    readonly policy: unknown;
    readonly rotationDays: unknown;
  }
  const controlOf = (evaluate: (state: State) => ReturnType<typeof all>): AnyControl =>
    ({
      ...(controls.find(({ resource }) => resource.name === 'kms.key') as AnyControl),
      resource: kmsKey,
      evaluate,
    }) as AnyControl;

  test.each<[string, (state: State) => ReturnType<typeof all>, Partial<State>, readonly string[]]>([
    ['is what it reads', ({ enabled }) => all(check('enabled', enabled, '', Boolean)), { enabled: true }, ['enabled']],
    [
      'is the whole of what it reads a part of',
      ({ policy }) => all(check('policy', (policy as { statements: [] }).statements, '', () => true)),
      { policy: { statements: [] } },
      ['policy'],
    ],
    ['is nothing where it reads nothing', () => all(), {}, []],
    [
      'is read though it is unknown',
      ({ rotationDays }) => all(check('rotationDays', rotationDays as number, '', (days) => days <= 365)),
      { rotationDays: unknown('why') },
      ['rotationDays'],
    ],
    [
      'is one way where the state takes it that way',
      (state) => (state.enabled ? all(check('rotationDays', state.rotationDays, '', () => true)) : all()),
      { enabled: false, rotationDays: 1 },
      ['enabled'],
    ],
  ])('%s', (_name, evaluate, state, expected) => {
    expect(guardedPaths(controlOf(evaluate), state)).toEqual(expected);
  });

  test('is found without changing the verdict or the state', () => {
    const state = { enabled: false, rotationEnabled: true, rotationDays: 365, usage: 'ENCRYPT_DECRYPT' };
    const before = JSON.stringify(state);
    for (const control of controls.filter(({ id }) => /^kms\.key\.(rotation|enabled)$/.test(id))) {
      const verdict = control.evaluate(state);
      guardedPaths(control, state);
      expect(control.evaluate(state)).toEqual(verdict);
    }
    expect(JSON.stringify(state)).toBe(before);
  });
});
