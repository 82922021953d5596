/** Builds the CDK app of a configuration. The only place that orders stages and registers gates. */
import { App, type StageSynthesisOptions } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { context } from '../cdk.json';
import type { Config } from './config/schema';
import { closeOn, type GateOptions, type GateReport, inspect, loadExceptions, recordExceptions } from './gates/gate';
import { recordSources, withSourcesRecorded } from './gates/source';
import { Deployment } from './stages/deployment';

export interface BuildOptions extends GateOptions {
  /** Where the cloud assembly is written. @default a temporary folder, or what the CDK CLI asks for */
  readonly outdir?: string;
  /** Whether functions are bundled; tests that only read templates do without. @default true */
  readonly bundling?: boolean;
  /** `false` measures an ungated synth, for benchmarks alone. @default true */
  readonly gates?: boolean;
  /**
   * Whether CloudFormation's own rules are held against every template; what deploys none does without: loading them is
   * most of a synth. @default true
   */
  readonly validation?: boolean;
}

/** What a synth that nobody judges or deploys does without: where each construct was made, and the tree of them. */
const templatesAlone = { stackTraces: false, treeMetadata: false };

/** An app whose synth passes the gate or throws. */
export class AsepsisApp extends App {
  private last: GateReport | undefined;

  constructor(
    readonly config: Config,
    private readonly options: BuildOptions,
  ) {
    super({
      outdir: options.outdir,
      // Under the CDK CLI an app is synthesized once more at exit, even one whose constructs threw: what the gate says of half
      // an app would bury what is wrong. Whoever builds this one synthesizes it.
      autoSynth: false,
      analyticsReporting: false,
      builtinCloudFormationValidation: options.validation,
      ...(options.validation === false && options.gates === false ? templatesAlone : {}),
      // The CLI passes cdk.json's feature flags; tests and forks get the same templates from the same flags.
      context: { ...context, ...(options.bundling === false ? { 'aws:cdk:bundling-stacks': [] } : {}) },
    });
  }

  /** What the gate found at the last synth. */
  get gateReport(): GateReport | undefined {
    return this.last;
  }

  /** @throws GateError that lists every violation, with place, paragraph and remedy */
  override synth(options?: StageSynthesisOptions): CloudAssembly {
    if (this.options.gates === false) return super.synth(options);
    const exceptions = this.options.exceptions ?? loadExceptions();
    if (!this.last) recordExceptions(this, this.config, exceptions);
    const assembly = withSourcesRecorded(() => super.synth(options));
    this.last = inspect(this, assembly, this.config, { ...this.options, exceptions });
    closeOn(this.last);
    return assembly;
  }
}

/** The app of a deployment, ready to synthesize. `app.synth()` throws on a violation. */
export function buildApp(config: Config, options: BuildOptions = {}): AsepsisApp {
  if (options.gates !== false) recordSources();
  const app = new AsepsisApp(config, options);
  new Deployment(app, config);
  return app;
}
