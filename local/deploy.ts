/** Deploys a cloud assembly to the local cloud with the real CDK CLI, and tells how each resource came to stand. */
import { basename, dirname, join, resolve } from 'node:path';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { runCdk } from './cdk';
import type { DeployedResource, DeployedStack, DeployFigures, DeployOptions, DeployReport, LocalCloud } from './cloud';
import { installProvider, providerArn } from './provider/install';
import { makers, typesAtMoto } from './provider/makers';
import { type LocalStack, localizeAssembly, readStacks, typesOf } from './transform/assembly';
import type { Rules } from './transform/template';
import { unknownTypes } from './types';

/** Stacks that the CLI works on at once: more only wait for the two emulator processes. */
const concurrency = 4;

/** Where the assembly that is deployed locally lies. Beside the original, so that what its manifests say relative to themselves stays true. */
export const localFolderOf = (assemblyDir: string) =>
  join(dirname(resolve(assemblyDir)), `${basename(resolve(assemblyDir))}.local`);

function rules(cloud: LocalCloud, unknown: ReadonlySet<string>): (region: string) => Rules {
  const withoutMoto = cloud.endpoints.moto === undefined ? typesAtMoto : [];
  const byApi = new Set(Object.keys(makers).filter((type) => !withoutMoto.includes(type)));
  const reasons = Object.fromEntries(
    withoutMoto.map((type) => [type, 'its API is only in moto, and no moto server was given (ASEPSIS_MOTO_URL)']),
  );
  return (region) => ({ unknown, byApi, reasons, serviceToken: providerArn(cloud.account, region) });
}

/** Writes the local assembly beside the original and gives its stacks. */
export async function transform({
  assemblyDir,
  cloud,
  onProgress,
}: Pick<DeployOptions, 'assemblyDir' | 'cloud' | 'onProgress'>): Promise<{
  readonly stacks: readonly LocalStack[];
  readonly folder: string;
}> {
  onProgress?.({ phase: 'transform', message: 'Asking the emulator which resource types it knows' });
  const unknown = await unknownTypes(typesOf(readStacks(assemblyDir)), cloud.clientConfig('cloudformation'));
  const folder = localFolderOf(assemblyDir);
  return { stacks: localizeAssembly(resolve(assemblyDir), folder, rules(cloud, unknown)), folder };
}

const unique = (values: Iterable<string>): readonly string[] => [...new Set(values)];

async function prepare(
  { bootstrapped, cloud, onProgress }: DeployOptions,
  stacks: readonly LocalStack[],
): Promise<void> {
  const regions = unique(stacks.map(({ region }) => region));
  onProgress?.({ phase: 'bootstrap', message: `Bootstrapping ${regions.join(', ')} with the CDK CLI` });
  const environments = regions.map((region) => `aws://${cloud.account}/${region}`);
  const needing = unique(
    stacks.filter(({ resources }) => resources.some(({ route }) => route === 'api')).map(({ region }) => region),
  );
  const qualifiers = unique(stacks.map(({ qualifier }) => qualifier));
  await Promise.all([
    ...(bootstrapped ? [] : qualifiers).map((qualifier) => {
      const named = ['--qualifier', qualifier, '--toolkit-stack-name', `${qualifier}-toolkit`];
      return runCdk({ arguments: ['bootstrap', ...named, ...environments], cloud, log: 'bootstrap.log' });
    }),
    needing.length > 0 ? installProvider(cloud.clientConfig, cloud.account, needing) : undefined,
  ]);
}

/** Deploys all stacks; each resource that stands, and each stack that is done, is one line of progress. */
async function deployStacks(
  { cloud, onProgress }: DeployOptions,
  stacks: readonly LocalStack[],
  folder: string,
): Promise<ReadonlyMap<string, number>> {
  const total = stacks.reduce(
    (sum, { resources }) => sum + resources.filter(({ route }) => route !== 'left-out').length,
    0,
  );
  const started = new Map<string, number>();
  const finished = new Map<string, number>();
  let done = 0;
  await runCdk({
    arguments: [
      'deploy',
      '**',
      '--app',
      folder,
      '--require-approval',
      'never',
      '--concurrency',
      String(concurrency),
      '--asset-parallelism',
      'true',
    ],
    cloud,
    log: 'deploy.log',
    onEvent: ({ stack, status, type, resource }) => {
      if (type === 'AWS::CloudFormation::Stack' || !/^(CREATE|UPDATE)_COMPLETE$/.test(status)) return;
      onProgress?.({ phase: 'deploy', message: `${stack} ${resource}`, done: ++done, total });
    },
    onTurn: (stack, turn) => {
      if (turn === 'begin') return started.set(stack, Date.now());
      finished.set(stack, Date.now());
      return onProgress?.({ phase: 'deploy', message: `${stack} is deployed`, done, total });
    },
  });
  return new Map(stacks.map(({ stack }) => [stack, ((finished.get(stack) ?? 0) - (started.get(stack) ?? 0)) / 1000]));
}

async function report(cloud: LocalCloud, local: LocalStack, seconds: number): Promise<DeployedStack> {
  const client = new CloudFormationClient({ ...cloud.clientConfig('cloudformation'), region: local.region });
  try {
    const { Stacks: [described] = [] } = await client.send(new DescribeStacksCommand({ StackName: local.stack }));
    const physical = new Map<string, string>();
    for await (const { StackResourceSummaries = [] } of paginateListStackResources(
      { client },
      { StackName: local.stack },
    )) {
      for (const { LogicalResourceId = '', PhysicalResourceId = '' } of StackResourceSummaries)
        physical.set(LogicalResourceId, PhysicalResourceId);
    }
    const resources = local.resources.map(
      (one): DeployedResource => ({
        stack: local.stack,
        ...one,
        ...(physical.has(one.logicalId) ? { physicalId: physical.get(one.logicalId) } : {}),
      }),
    );
    const outputs = Object.fromEntries(
      (described?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
    return {
      stack: local.stack,
      region: local.region,
      status: described?.StackStatus ?? 'MISSING',
      seconds,
      outputs,
      resources,
    };
  } finally {
    client.destroy();
  }
}

/** Counts by route. The CDK's own metadata resource describes the template and is no resource of the foundation. */
export function figuresOf(stacks: readonly Pick<DeployedStack, 'resources'>[]): DeployFigures {
  const all = stacks.flatMap(({ resources }) => resources).filter(({ type }) => type !== 'AWS::CDK::Metadata');
  const count = (route: DeployedResource['route']) => all.filter((one) => one.route === route).length;
  const leftOut = count('left-out');
  return {
    resources: all.length,
    native: count('native'),
    api: count('api'),
    leftOut,
    leftOutShare: all.length === 0 ? 0 : leftOut / all.length,
  };
}

/**
 * Transforms a cloud assembly for the emulators, bootstraps them, and deploys every stack with the real CDK CLI.
 *
 * @throws LocalCloudError when a template cannot be transformed without dangling references, or a deployment fails.
 */
export async function deployLocally(options: DeployOptions): Promise<DeployReport> {
  const began = Date.now();
  const { stacks, folder } = await transform(options);
  const transformed = Date.now();
  await prepare(options, stacks);
  const prepared = Date.now();
  const seconds = await deployStacks(options, stacks, folder);
  const deployed = Date.now();
  const reports = await Promise.all(stacks.map((stack) => report(options.cloud, stack, seconds.get(stack.stack) ?? 0)));
  return {
    stacks: reports,
    figures: figuresOf(reports),
    timings: { transform: transformed - began, bootstrap: prepared - transformed, deploy: deployed - prepared },
    localAssembly: folder,
  };
}

/**
 * Deletes every stack of an assembly from the local cloud, the last deployed first.
 *
 * @throws LocalCloudError when a stack cannot be deleted.
 */
export async function destroyLocally(options: DeployOptions): Promise<void> {
  const { folder } = await transform(options);
  await runCdk({
    arguments: ['destroy', '**', '--app', folder, '--force', '--concurrency', String(concurrency)],
    cloud: options.cloud,
    log: 'destroy.log',
    onTurn: (stack, turn) => {
      if (turn === 'end') options.onProgress?.({ phase: 'destroy', message: `${stack} is deleted` });
    },
  });
}
