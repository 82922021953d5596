import os from 'node:os';
import { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { type AsepsisApp, type BuildOptions, buildApp } from '../../lib/app';
import type { Config } from '../../lib/config/schema';
import { loadExceptions } from '../../lib/gates/gate';
import {
  cfnGuardPack,
  controlTowerRules,
  type GuardEngine,
  type GuardProgress,
  installedGuard,
} from '../../lib/gates/guard';
import { testConfig } from '../configs';

const today = new Date('2026-11-23T12:00:00Z');
/** One for all tests, so that each distinct shape is judged once. */
const pack = cfnGuardPack();
const silent: GuardEngine = () => [];

/** That every tier passes the rules of Control Tower, choices.test.ts shows. */
const build = (config: Config, options: BuildOptions = {}) =>
  buildApp(config, { bundling: false, validation: false, today, packs: [pack], ...options });

const audit = (app: AsepsisApp): Stack => {
  const stack = app.node.findAll().find((node): node is Stack => Stack.isStack(node) && node.node.id === 'Audit');
  if (!stack) throw new Error('no audit stack');
  return stack;
};

/** The report of an app, whether its gate is open or closed. */
function reportOf(app: AsepsisApp) {
  let message = '';
  try {
    app.synth();
  } catch (error) {
    message = error instanceof Error ? error.message : String(error);
  }
  if (!app.gateReport) throw new Error(message);
  return { ...app.gateReport, message };
}

const three = ['derm', 'eye', 'lab'].map((id) => ({ id, name: id }));

describe('cfn-guard', () => {
  test('a plain bucket fails by its rules, with place and remedy', () => {
    const app = build(testConfig());
    new Bucket(audit(app), 'Planted');
    const { message, violations } = reportOf(app);
    expect(violations.filter((one) => one.pack === 'cfn-guard').map(({ path, rule }) => `${rule} ${path}`)).toContain(
      's3_bucket_logging_enabled_check Asepsis/Audit/Planted/Resource',
    );
    expect(message).toMatch(/s3_bucket_logging_enabled_check \(cfn-guard\)\n.*what.*CT\.S3\.PR\.2/);
    expect(message).toMatch(/Asepsis\/Audit\/Planted\/Resource, test\/gates\/guard\.test\.ts:\d+/);
  });

  test('two planted violations, one excepted: the other still fails', () => {
    const exception = {
      rule: 's3_bucket_logging_enabled_check',
      tiers: ['clinic' as const],
      path: 'Asepsis/Audit/One/Resource',
      reason: 'planted for a test of the gate',
      owner: 'test',
      expires: '2026-12-31',
    };
    const app = build(testConfig(), { exceptions: [...loadExceptions(), exception] });
    for (const id of ['One', 'Two']) new Bucket(audit(app), id);
    const logging = reportOf(app).violations.filter(({ rule }) => rule === exception.rule);
    expect(logging.map(({ path }) => path)).toEqual(['Asepsis/Audit/Two/Resource']);
  });

  test('an exception that matches nothing fails where the pack ran, and is left alone at a plain synth', () => {
    const stale = {
      rule: 'sqs_no_such_check',
      tiers: ['clinic' as const],
      path: 'Asepsis/Audit/Archive/Resource',
      reason: 'nothing that was ever there',
      owner: 'test',
      expires: '2026-12-31',
    };
    const exceptions = [...loadExceptions(), stale];
    expect(reportOf(build(testConfig(), { exceptions })).problems).toEqual([
      expect.stringContaining('sqs_no_such_check at Asepsis/Audit/Archive/Resource (owner test) matches nothing'),
    ]);
    expect(reportOf(build(testConfig(), { exceptions, packs: [] })).problems).toEqual([]);
  });

  test('practices of one shape are judged once, and each gets its finding', () => {
    const progress: GuardProgress[] = [];
    const asked: string[] = [];
    const engine: GuardEngine = (file) => {
      asked.push(file);
      return file.includes('practice')
        ? [{ rule: 'r_check', logicalId: 'Key961B73FD', description: 'd', fix: '[FIX]: f' }]
        : [];
    };
    const app = build(testConfig('clinic', 'trial', { practices: three }), {
      exceptions: [],
      packs: [cfnGuardPack({ engine, onProgress: (step) => progress.push(step) })],
    });
    const found = reportOf(app).violations.filter(({ rule }) => rule === 'r_check');
    expect(found.map(({ path }) => path)).toEqual(three.map(({ id }) => `Asepsis/Practice-${id}/Key/Resource`));
    expect(found.every(({ remedy }) => remedy === 'f')).toBe(true);
    expect(asked.filter((file) => file.includes('practice'))).toHaveLength(1);
    expect(progress.map(({ done, total }) => `${done}/${total}`)).toEqual(
      Array.from({ length: 11 }, (_, index) => `${index + 1}/11`),
    );
    expect(progress.filter(({ known }) => known).map(({ stack }) => stack)).toEqual([
      'lakeside-practice-eye',
      'lakeside-practice-lab',
    ]);
  });

  test('rules that speak of no type of a template find nothing in it: leaving them out hides nothing', () => {
    const all = controlTowerRules().map(({ file }) => file);
    expect(all.length).toBeGreaterThan(200);
    const compare: GuardEngine = (file, rules, app) => {
      if (!file.includes('audit')) return [];
      expect(rules.length).toBeLessThan(all.length / 2);
      const narrowed = installedGuard(file, rules, app);
      expect(narrowed.length).toBeGreaterThan(3);
      expect(new Set(narrowed.map((one) => JSON.stringify(one)))).toEqual(
        new Set(installedGuard(file, all, app).map((one) => JSON.stringify(one))),
      );
      return narrowed;
    };
    const app = build(testConfig(), { packs: [cfnGuardPack({ engine: compare })] });
    new Bucket(audit(app), 'Planted');
    expect(reportOf(app).violations.length).toBeGreaterThan(3);
  });

  test('a finding without a resource names its stack, unless the same rule blames one', () => {
    const engine: GuardEngine = (file) =>
      file.includes('audit')
        ? [
            { rule: 'a_check', logicalId: undefined, description: 'd', fix: '' },
            { rule: 'b_check', logicalId: undefined, description: 'd', fix: '' },
            { rule: 'b_check', logicalId: 'Nameless', description: 'd', fix: '' },
          ]
        : [];
    const { violations } = reportOf(build(testConfig(), { packs: [cfnGuardPack({ engine })], exceptions: [] }));
    const found = violations.filter((one) => one.pack === 'cfn-guard');
    expect(found.map(({ path, rule }) => `${rule} ${path}`)).toEqual([
      'a_check lakeside-audit',
      'b_check lakeside-audit/Nameless',
    ]);
  });

  test('where there is no binary, the gate says so and does not open', () => {
    const spy = jest.spyOn(os, 'platform').mockReturnValue('win32');
    try {
      expect(() => build(testConfig(), { packs: [cfnGuardPack()] }).synth()).toThrow(
        expect.objectContaining({
          code: 'CFN_GUARD_UNAVAILABLE',
          message: expect.stringContaining('did not run on win32'),
        }),
      );
    } finally {
      spy.mockRestore();
    }
    expect(() => installedGuard('/no/such/file', ['/no/such/rule'], build(testConfig(), { packs: [] }))).toThrow(
      expect.objectContaining({ code: 'CFN_GUARD_UNAVAILABLE' }),
    );
  });

  test('an engine that finds nothing closes the gate on the exceptions that then match nothing', () => {
    const { problems } = reportOf(build(testConfig(), { packs: [cfnGuardPack({ engine: silent })] }));
    expect(problems.length).toBeGreaterThan(5);
    expect(problems.every((problem) => problem.includes('_check at '))).toBe(true);
  });
});
