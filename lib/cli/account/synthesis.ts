/** A configuration, synthesized into a folder that is gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AsepsisApp, type BuildOptions, buildApp } from '../../app';
import type { Config } from '../../config/schema';
import { templatesOf } from '../../gates/gate';

export interface Synthesis {
  readonly app: AsepsisApp;
  /** The cloud assembly. */
  readonly folder: string;
  readonly stacks: readonly { readonly stack: string; readonly region: string; readonly resources: number }[];
  /** CloudFormation types of all templates. */
  readonly types: ReadonlySet<string>;
}

/** @throws GateError that lists every violation, where `options.gates` is not false */
export async function withSynthesis<T>(
  config: Config,
  options: Omit<BuildOptions, 'outdir'>,
  work: (synthesis: Synthesis) => Promise<T>,
): Promise<T> {
  const scratch = mkdtempSync(join(tmpdir(), 'asepsis-'));
  try {
    const folder = join(scratch, 'cdk.out');
    const app = buildApp(config, { ...options, outdir: folder });
    const assembly = app.synth();
    const regions = new Map(
      assembly.stacksRecursively.map(({ environment, stackName }) => [stackName, environment.region]),
    );
    const templates = templatesOf(assembly).map(({ stack, template }) => ({
      stack,
      types: Object.values(template.Resources ?? {}).map(({ Type }) => Type),
    }));
    const stacks = templates.map(({ stack, types }) => ({
      stack,
      region: regions.get(stack) ?? config.region,
      resources: types.length,
    }));
    return await work({ app, folder, stacks, types: new Set(templates.flatMap(({ types }) => types)) });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
