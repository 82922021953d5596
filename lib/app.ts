/** Builds the CDK app of a configuration. The only place that orders stages and registers gates. */
import { App } from 'aws-cdk-lib';
import type { Config } from './config/schema';
import { Deployment } from './stages/deployment';

export interface BuildOptions {
  /** Where the cloud assembly is written. @default a temporary folder, or what the CDK CLI asks for */
  readonly outdir?: string;
  /** Whether functions are bundled; tests that only read templates do without. @default true */
  readonly bundling?: boolean;
}

/** The app of a deployment, ready to synthesize. `app.synth()` throws on a violation. */
export function buildApp(config: Config, options: BuildOptions = {}): App {
  const app = new App({
    outdir: options.outdir,
    analyticsReporting: false,
    context: options.bundling === false ? { 'aws:cdk:bundling-stacks': [] } : undefined,
  });
  new Deployment(app, config);
  return app;
}
