/** The gate: every pack over a synthesized app, held against the exceptions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, CfnResource } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { IConstruct } from 'constructs';
import type { Config } from '../config/schema';
import { GateError } from '../errors';
import type { NamedTemplate, RawTemplate } from '../resources/template';
import { type Exception, isNeeded, type Judgement, judge, parseExceptions, pathsOf } from './exceptions';
import type { GateFinding } from './finding';
import {
  acknowledgementFindings,
  controlFindings,
  eligibilityFindings,
  type GatePack,
  type Synthesized,
  vendorFindings,
} from './packs';
import { renderViolations } from './report';
import { sourceOf } from './source';

/** What a synth found. */
export interface GateReport extends Judgement {
  /** Milliseconds that the packs took. */
  readonly milliseconds: number;
  readonly resources: number;
}

export interface GateOptions {
  /** @default what config/exceptions.yaml holds */
  readonly exceptions?: readonly Exception[];
  /** The day by which exceptions expire. @default today */
  readonly today?: Date;
  /** Packs beside those of every synth, as `asepsis check` adds cfn-guard. @default none */
  readonly packs?: readonly GatePack[];
}

const exceptionsFile = join(__dirname, '../../config/exceptions.yaml');

export const loadExceptions = (): readonly Exception[] =>
  parseExceptions(readFileSync(exceptionsFile, 'utf8'), 'config/exceptions.yaml');

const find = (app: App, path: string): IConstruct | undefined =>
  path.split('/').reduce<IConstruct | undefined>((node, id) => node?.node.tryFindChild(id), app);

/** Writes each exception into its resource's metadata, so that run time can see it. Before the synth. */
export function recordExceptions(app: App, config: Config, exceptions: readonly Exception[]): void {
  for (const exception of exceptions.filter((one) => one.tiers.includes(config.tier) && isNeeded(one, config))) {
    for (const path of pathsOf(exception, config.practices)) {
      const resource = find(app, path);
      if (!CfnResource.isCfnResource(resource)) continue;
      const known = (resource.getMetadata('asepsis:exceptions') as object[] | undefined) ?? [];
      resource.addMetadata('asepsis:exceptions', [
        ...known,
        { rule: exception.rule, expires: exception.expires, owner: exception.owner },
      ]);
    }
  }
}

/** The templates of an assembly, nested stages included. */
export const templatesOf = (assembly: CloudAssembly): readonly NamedTemplate[] =>
  assembly.stacksRecursively.map(({ stackName, template }) => ({
    stack: stackName,
    template: template as RawTemplate,
  }));

function locate(app: App, finding: GateFinding): GateFinding {
  const construct = find(app, finding.path);
  return construct ? { ...finding, source: sourceOf(construct) } : finding;
}

/** Runs every pack. Nothing is thrown: what to do with the report is the caller's. */
export function inspect(app: App, assembly: CloudAssembly, config: Config, options: GateOptions = {}): GateReport {
  const started = performance.now();
  const synthesized: Synthesized = {
    app,
    templates: templatesOf(assembly),
    environment: { account: config.account, region: config.region, partition: 'aws' },
    resources: app.node.findAll().filter((node) => CfnResource.isCfnResource(node)),
  };
  const packs = options.packs ?? [];
  const findings = [
    ...[vendorFindings, controlFindings, eligibilityFindings, acknowledgementFindings],
    ...packs.map(({ run }) => run),
  ].flatMap((pack) => pack(synthesized));
  const exceptions = options.exceptions ?? loadExceptions();
  const judgement = judge(
    findings,
    exceptions,
    config,
    options.today ?? new Date(),
    packs.map(({ name }) => name),
  );
  return {
    ...judgement,
    violations: judgement.violations.map((finding) => locate(app, finding)),
    milliseconds: performance.now() - started,
    resources: synthesized.resources.length,
  };
}

/** @throws GateError that says what, where, which paragraph and how to mend, for each violation */
export function closeOn(report: GateReport): void {
  if (report.violations.length > 0 || report.problems.length > 0) throw new GateError(renderViolations(report));
}
