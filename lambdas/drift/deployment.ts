/**
 * The declared state of a deployment, from CloudFormation itself: the templates as deployed and the physical id of each
 * resource, read by the same template reader as the gate. Kept until a stack changes.
 */
import {
  type CloudFormationClient,
  GetTemplateCommand,
  paginateDescribeStacks,
  paginateListStackResources,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { templateDigest } from '../../lib/attest/canonical';
import type { Environment } from '../../lib/resources/intrinsics';
import { type Lookup, physicalLookup, type StackResource } from '../../lib/resources/resolve';
import { type NamedTemplate, type RawTemplate, readTemplates, type TemplateSet } from '../../lib/resources/template';
import { type Attested, unattestedOf } from './attested';
import { NameIndex } from './targets';

/** What is deployed, at one moment. */
export interface Deployment {
  readonly declared: TemplateSet;
  readonly rows: readonly StackResource[];
  readonly names: NameIndex;
  readonly lookup: Lookup;
  /** Digest of each stack's template as CloudFormation gives it (`templateDigest`). */
  readonly digests: ReadonlyMap<string, string>;
  /** CloudFormation's status by stack, such as `UPDATE_IN_PROGRESS`. */
  readonly statuses: ReadonlyMap<string, string>;
  /** Whether there is a signed manifest of templates that counts. */
  readonly attested: Attested['known'];
  /** Why a stack's template is no aim of a fix, by stack: it is not the one that was signed. */
  readonly unattested: ReadonlyMap<string, string>;
}

interface CachedStack {
  readonly version: string;
  /** Of the template as CloudFormation gives it. */
  readonly digest: string;
  readonly template: NamedTemplate;
  readonly rows: readonly StackResource[];
}

export interface DeploymentSource {
  readonly cloudFormation: CloudFormationClient;
  /** Name of the deployment: its stacks start with it and carry it in the tag `asepsis:deployment`. */
  readonly name: string;
  readonly environment: Environment;
  /** Makes a deployed template one for AWS again. @default as it is; a local cloud deploys stand-ins of some types */
  readonly restore?: (template: RawTemplate) => RawTemplate;
  /** What was attested, read with every look. @default nothing ever was */
  readonly attested?: () => Promise<Attested>;
}

/** CloudFormation describes what changes a stack by these alone. */
const versionOf = ({ LastUpdatedTime, CreationTime, StackId, StackStatus }: Stack): string =>
  [StackId, (LastUpdatedTime ?? CreationTime)?.toISOString(), StackStatus].join(' ');

const parseTemplate = (body: string | undefined, stack: string): RawTemplate => {
  const template: unknown = JSON.parse(body ?? '');
  if (typeof template !== 'object' || template === null) throw new TypeError(`the template of ${stack} is no object`);
  return template as RawTemplate;
};

async function readStack(source: DeploymentSource, stack: Stack, version: string): Promise<CachedStack> {
  const { cloudFormation, restore = (template) => template } = source;
  const StackName = stack.StackName ?? '';
  const [{ TemplateBody }, rows] = await Promise.all([
    cloudFormation.send(new GetTemplateCommand({ StackName, TemplateStage: 'Processed' })),
    readRows(cloudFormation, StackName),
  ]);
  const template = parseTemplate(TemplateBody, StackName);
  const stackId = { stack: StackName, logicalId: 'AWS::StackId', type: 'AWS::CloudFormation::Stack' };
  return {
    version,
    digest: templateDigest(template),
    template: { stack: StackName, template: restore(template) },
    rows: [...rows, { ...stackId, physicalId: stack.StackId ?? '' }],
  };
}

async function readRows(client: CloudFormationClient, StackName: string): Promise<StackResource[]> {
  const rows: StackResource[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName }))
    for (const { LogicalResourceId, PhysicalResourceId, ResourceStatus, ResourceType } of StackResourceSummaries)
      if (LogicalResourceId && PhysicalResourceId && ResourceStatus !== 'DELETE_COMPLETE')
        rows.push({
          stack: StackName,
          logicalId: LogicalResourceId,
          type: ResourceType ?? '',
          physicalId: PhysicalResourceId,
        });
  return rows;
}

/** Whether a stack is one of the deployment's. The name alone is anybody's to give; the tag comes from our template. */
const isOurs = (stack: Stack, name: string): boolean =>
  (stack.StackName ?? '').startsWith(`${name}-`) &&
  (stack.Tags ?? []).some(({ Key, Value }) => Key === 'asepsis:deployment' && Value === name);

const neverAttested = async (): Promise<Attested> => ({ known: 'none' });

/** CloudFormation shows no stack of the deployment: it is not there, or may not be seen. */
export class NothingDeployed extends Error {
  constructor(name: string) {
    super(`no stack of the deployment ${name} was found`);
    this.name = 'NothingDeployed';
  }
}

/** Reads the deployment, and only those stacks anew that have changed since. */
export class DeployedStacks {
  private readonly cache = new Map<string, CachedStack>();
  private last: { readonly key: string; readonly deployment: Deployment } | undefined;

  constructor(private readonly source: DeploymentSource) {}

  async read(): Promise<Deployment> {
    const stacks: Stack[] = [];
    for await (const { Stacks = [] } of paginateDescribeStacks({ client: this.source.cloudFormation }, {}))
      stacks.push(...Stacks.filter((stack) => isOurs(stack, this.source.name) && isThere(stack)));
    // The loop is itself one of the stacks: to find none is a failure to look, and never that nothing is declared.
    if (stacks.length === 0) throw new NothingDeployed(this.source.name);
    const { attested: attestation = neverAttested } = this.source;
    const [attested, ...current] = await Promise.all([attestation(), ...stacks.map((stack) => this.refresh(stack))]);
    const key = [JSON.stringify(attested), ...current.map(({ version }) => version)].join('|');
    if (this.last?.key !== key) this.last = { key, deployment: this.assemble(stacks, current, attested) };
    return this.last.deployment;
  }

  private async refresh(stack: Stack): Promise<CachedStack> {
    const version = versionOf(stack);
    const name = stack.StackName ?? '';
    const known = this.cache.get(name);
    if (known?.version === version) return known;
    const fresh = await readStack(this.source, stack, version);
    this.cache.set(name, fresh);
    return fresh;
  }

  private assemble(stacks: readonly Stack[], cached: readonly CachedStack[], attested: Attested): Deployment {
    const { environment } = this.source;
    const declared = readTemplates(
      cached.map(({ template }) => template),
      environment,
    );
    const rows = cached.flatMap((one) => one.rows);
    return {
      declared,
      rows,
      names: new NameIndex(rows),
      lookup: physicalLookup(rows, environment, declared),
      digests: new Map(cached.map(({ digest, template: { stack } }) => [stack, digest])),
      statuses: new Map(stacks.map(({ StackName = '', StackStatus }) => [StackName, StackStatus ?? 'UNKNOWN'])),
      attested: attested.known,
      unattested: unattestedOf(
        attested,
        cached.map(({ digest, template: { stack } }) => ({ stack, sha256: digest })),
      ),
    };
  }
}

const isThere = ({ StackStatus }: Stack): boolean =>
  StackStatus !== 'DELETE_COMPLETE' && StackStatus !== 'REVIEW_IN_PROGRESS';
