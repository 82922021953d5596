/**
 * cfn-guard with AWS Control Tower's proactive rules: the pack that `asepsis check` and the tests run beside the others,
 * and `app.synth()` does not, since it more than doubles what the gates cost (ADR 4).
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { Stack } from 'aws-cdk-lib';
import { AsepsisError } from '../errors';
import type { NamedTemplate } from '../resources/template';
import type { GateFinding } from './finding';
import { shapeOf, typesOf, writeOutTexts } from './guard-template';
import { type GatePack, idOf, type Synthesized } from './packs';

/** One rule that one resource of a template does not keep. */
export interface GuardViolation {
  readonly rule: string;
  /** Undefined where cfn-guard blames the template as a whole. */
  readonly logicalId: string | undefined;
  readonly description: string;
  readonly fix: string;
}

/** Runs rule files over a template that is written to a file. */
export type GuardEngine = (
  file: string,
  rules: readonly string[],
  app: Synthesized['app'],
) => readonly GuardViolation[];

/** One step of the way through the stacks. */
export interface GuardProgress {
  readonly stack: string;
  readonly done: number;
  readonly total: number;
  /** Whether a stack of the same shape was judged before. */
  readonly known: boolean;
}

export interface GuardOptions {
  readonly onProgress?: (progress: GuardProgress) => void;
  /** @default the cfn-guard that is installed with the project */
  readonly engine?: GuardEngine;
}

/** cfn-guard's answer for a template with many findings is larger than a pipe's default limit of 1 MB. */
const largestAnswer = 256 * 1024 * 1024;

/** @throws AsepsisError where cfn-guard has no binary for this machine, or cannot be run: a gate that is not there is not passed */
export const installedGuard: GuardEngine = (file, rules, app) => {
  try {
    const guard = new CfnGuardValidator({
      controlTowerRulesEnabled: false,
      rules: [...rules],
      maxBuffer: largestAnswer,
    });
    const { violations } = guard.validate({ templatePaths: [file], appConstruct: app });
    return violations.flatMap(({ description, fix, ruleName, violatingResources }) =>
      violatingResources.map(({ resourceLogicalId }) => ({
        rule: ruleName,
        logicalId: resourceLogicalId as string | undefined,
        description,
        fix: fix ?? '',
      })),
    );
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/\s+/g, ' ').trim() : String(cause);
    throw new AsepsisError(`cfn-guard did not run on ${platform()}/${arch()}: ${why}`, {
      code: 'CFN_GUARD_UNAVAILABLE',
      remedy:
        'It has binaries for Linux and macOS on x64 and arm64. Run the check there, or leave this pack out by name: `asepsis check --without-cfn-guard`.',
      cause,
    });
  }
};

const rulesFolder = join(
  dirname(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json')),
  'rules/control-tower/cfn-guard',
);

interface RuleFile {
  readonly file: string;
  /** The CloudFormation types that it speaks of. */
  readonly types: readonly string[];
}

let known: readonly RuleFile[] | undefined;

/** Every rule file of Control Tower, read once. */
export function controlTowerRules(): readonly RuleFile[] {
  known ??= readdirSync(rulesFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.guard'))
    .sort()
    .map((name) => {
      const file = join(rulesFolder, name);
      return { file, types: readFileSync(file, 'utf8').match(/AWS::\w+::\w+/g) ?? [] };
    });
  return known;
}

/** The rules that speak of a type of the template. The others would say nothing; reading them is most of the cost. */
const rulesFor = (types: ReadonlySet<string>): readonly string[] =>
  controlTowerRules()
    .filter((rule) => rule.types.some((type) => types.has(type)))
    .map(({ file }) => file);

function runOn(named: NamedTemplate, synthesized: Synthesized, folder: string, engine: GuardEngine) {
  const rules = rulesFor(typesOf(named));
  if (rules.length === 0) return [];
  const file = join(folder, `${named.stack}.template.json`);
  writeFileSync(file, JSON.stringify(writeOutTexts(named, synthesized.environment)));
  const violations = engine(file, rules, synthesized.app);
  // A rule blames a resource, and at times the template for the same: one of them is enough.
  const blamed = new Set(violations.filter(({ logicalId }) => logicalId !== undefined).map(({ rule }) => rule));
  return violations.filter(({ logicalId, rule }) => logicalId !== undefined || !blamed.has(rule));
}

function findingsOf(stack: string, violations: readonly GuardViolation[], paths: ReadonlyMap<string, string>) {
  const findings = new Map<string, GateFinding>();
  for (const { description, fix, logicalId, rule } of violations) {
    const path = logicalId === undefined ? stack : (paths.get(`${stack}/${logicalId}`) ?? `${stack}/${logicalId}`);
    findings.set(`${rule} ${path}`, {
      pack: 'cfn-guard',
      rule,
      path,
      message: description,
      hipaa: [],
      remedy: fix.replace(/^\[FIX\]:\s*/, '') || `Change the resource so that ${rule} holds.`,
    });
  }
  return [...findings.values()];
}

/** The practice whose stack it is, by its construct path, as exceptions name it: `Asepsis/Practice-{practice}`. */
const practices = ({ app }: Synthesized): ReadonlyMap<string, string | undefined> =>
  new Map(
    app.node
      .findAll()
      .filter((node) => Stack.isStack(node))
      .map((stack) => [stack.stackName, /\/Practice-([a-z0-9-]+)$/.exec(stack.node.path)?.[1]]),
  );

/** The pack. It remembers the shapes that it has judged, so that each distinct one costs once. */
export function cfnGuardPack({ engine = installedGuard, onProgress }: GuardOptions = {}): GatePack {
  const judged = new Map<string, readonly GuardViolation[]>();
  const run = (synthesized: Synthesized): readonly GateFinding[] => {
    const paths = new Map(synthesized.resources.map((resource) => [idOf(resource), resource.node.path]));
    const practiceOf = practices(synthesized);
    const folder = mkdtempSync(join(tmpdir(), 'asepsis-guard-'));
    try {
      return synthesized.templates.flatMap((named, index) => {
        const shape = shapeOf(named.template, practiceOf.get(named.stack));
        onProgress?.({
          stack: named.stack,
          done: index + 1,
          total: synthesized.templates.length,
          known: judged.has(shape),
        });
        const violations = judged.get(shape) ?? runOn(named, synthesized, folder, engine);
        judged.set(shape, violations);
        return findingsOf(named.stack, violations, paths);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  return { name: 'cfn-guard', run };
}
