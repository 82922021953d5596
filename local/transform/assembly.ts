/** A synthesized cloud assembly, made into one for the emulator beside it. Reads and writes files; decides nothing. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalResource, localizeTemplate, type Rules, type Template } from './template';

/** One stack of an assembly. */
export interface AssemblyStack {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  /** Of the CDK bootstrap that it deploys through. */
  readonly qualifier: string;
  /** Path of its template. */
  readonly file: string;
  readonly template: Template;
}

export interface LocalStack extends AssemblyStack {
  readonly resources: readonly LocalResource[];
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly directoryName?: string;
    readonly bootstrapStackVersionSsmParameter?: string;
  };
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/** Every stack of an assembly, those of its stages included, in the order of the manifests. */
export function readStacks(folder: string): readonly AssemblyStack[] {
  const { artifacts = {} } = readJson<{ artifacts?: Record<string, Artifact> }>(join(folder, 'manifest.json'));
  return Object.entries(artifacts).flatMap(([id, { type, environment = '', properties = {} }]) => {
    if (type === 'cdk:cloud-assembly') return readStacks(join(folder, properties.directoryName ?? ''));
    if (type !== 'aws:cloudformation:stack') return [];
    const file = join(folder, properties.templateFile ?? '');
    const [account = '', region = ''] = environment.replace('aws://', '').split('/');
    const [, , qualifier = ''] = (properties.bootstrapStackVersionSsmParameter ?? '').split('/');
    const template = readJson<Template>(file);
    return [{ stack: properties.stackName ?? id, account, region, qualifier, file, template }];
  });
}

/** Types of all resources of an assembly. */
export const typesOf = (stacks: readonly AssemblyStack[]): ReadonlySet<string> =>
  new Set(stacks.flatMap(({ template }) => Object.values(template.Resources ?? {}).map(({ Type }) => Type)));

/** Replaces content hashes in the manifests: the CLI skips an upload whose key is there already. */
function replaceAll(text: string, replacements: ReadonlyMap<string, string>): string {
  return [...replacements].reduce((result, [from, to]) => result.replaceAll(from, to), text);
}

/** The template asset's hash as its stack's asset manifest has it. */
function templateHash(folder: string, templateFile: string): string | undefined {
  const manifest = join(folder, templateFile.replace(/\.template\.json$/, '.assets.json'));
  const { files = {} } = readJson<{ files?: Record<string, { source: { path?: string } }> }>(manifest);
  return Object.entries(files)
    .find(([, { source }]) => source.path === templateFile)?.[0]
    ?.split('-')[0];
}

function copyFolder(source: string, target: string, localized: ReadonlyMap<string, Template>): void {
  mkdirSync(target, { recursive: true });
  const replacements = new Map<string, string>();
  const manifests: string[] = [];
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const template = localized.get(from);
    if (template) {
      const text = JSON.stringify(template, undefined, 1);
      const before = templateHash(source, entry.name);
      if (before) replacements.set(before, createHash('sha256').update(text).digest('hex'));
      writeFileSync(join(target, entry.name), text);
    } else if (entry.isDirectory() && entry.name.startsWith('assembly-'))
      copyFolder(from, join(target, entry.name), localized);
    else if (entry.name === 'manifest.json' || entry.name.endsWith('.assets.json')) manifests.push(entry.name);
    else symlinkSync(from, join(target, entry.name));
  }
  for (const name of manifests)
    writeFileSync(join(target, name), replaceAll(readFileSync(join(source, name), 'utf8'), replacements));
}

/**
 * Writes the local assembly to `target`, which is emptied first. Assets are linked, not copied.
 *
 * @param rulesFor the rules of a region: the provider function is one a region
 * @throws LocalCloudError when a reference would dangle
 */
export function localizeAssembly(
  source: string,
  target: string,
  rulesFor: (region: string) => Rules,
): readonly LocalStack[] {
  const templates = new Map<string, Template>();
  const stacks = readStacks(source).map((stack): LocalStack => {
    const { template, resources } = localizeTemplate(stack.stack, stack.template, rulesFor(stack.region));
    templates.set(stack.file, template);
    return { ...stack, resources };
  });
  rmSync(target, { recursive: true, force: true });
  copyFolder(source, target, templates);
  return stacks;
}
