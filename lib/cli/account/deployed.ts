/**
 * What stands of a deployment, read and never changed: its stacks, held against what was synthesized and what was signed, and
 * each resource, through the same live readers as the drift loop.
 */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { attestedIn } from '../../../lambdas/drift/attested';
import { DeployedStacks, type Deployment, NothingDeployed } from '../../../lambdas/drift/deployment';
import type { SdkConfig } from '../../../lambdas/drift/live/live';
import { type DeployedResource, type ReadBackReport, readBackDeployment } from '../../../local/readback';
import type { TemplateDigest } from '../../attest/templates';
import type { Config } from '../../config/schema';
import { AccountError } from '../../errors';
import type { DeployedFacts, DeployedStack } from '../../evidence/facts';
import type { StackResource } from '../../resources/resolve';
import type { TemplateSet } from '../../resources/template';
import { blueprintOf } from '../../stacks/blueprint';
import { readBackFacts } from '../bundle/facts';
import { refusal } from './refusal';

/** A template as synthesized, and where it belongs. */
export interface SynthesizedStack extends TemplateDigest {
  readonly region: string;
}

export interface Promised {
  readonly config: Config;
  readonly stacks: readonly SynthesizedStack[];
  readonly templates: TemplateSet;
  readonly where: DeployedFacts['where'];
}

/** One region's part of a deployment. */
export type Regional = Deployment & { readonly region: string };

/** @returns undefined where nothing of the deployment stands in the region */
async function readRegion(config: Config, sdk: SdkConfig, region: string): Promise<Regional | undefined> {
  const { account, name } = config;
  const { names } = blueprintOf(config);
  const cloudFormation = new CloudFormationClient({ ...sdk('cloudformation'), region });
  // Table and key are of the home region, wherever the stack is.
  const attested = attestedIn(new DynamoDBClient(sdk('dynamodb')), new KMSClient(sdk('kms')), {
    deployment: name,
    signingKey: `alias/${names.signingAlias}`,
    table: names.driftTable,
  });
  const environment = { account, region, partition: 'aws' };
  try {
    return { region, ...(await new DeployedStacks({ cloudFormation, name, environment, attested }).read()) };
  } catch (error) {
    if (error instanceof NothingDeployed) return undefined;
    return refusal(`the stacks of ${name} in ${region}`, 'Run asepsis up.')(error);
  }
}

/** The part in the deployment's own region. @throws AccountError where nothing of it stands there */
export async function readHome(config: Config, sdk: SdkConfig): Promise<Regional> {
  const found = await readRegion(config, sdk, config.region);
  if (found) return found;
  throw new AccountError(
    `nothing of ${config.name} stands in account ${config.account}, ${config.region}`,
    'Deploy it with asepsis up, or name with --config the configuration that was deployed.',
  );
}

const otherwise = 'its template is not the one that this configuration synthesizes with this release';

function stackOf(promised: SynthesizedStack, found: Regional | undefined): DeployedStack {
  const { region, sha256, stack } = promised;
  const status = found?.statuses.get(stack);
  if (!found || status === undefined) return { stack, region, asSynthesized: false, why: 'it is not deployed' };
  const asSynthesized = found.digests.get(stack) === sha256;
  const unattested = found.unattested.get(stack);
  const why = [...(asSynthesized ? [] : [otherwise]), ...(unattested ? [unattested] : [])].join('; ');
  return {
    stack,
    region,
    status,
    asSynthesized,
    ...(found.attested === 'none' ? {} : { attested: unattested === undefined }),
    ...(why ? { why } : {}),
  };
}

/** Stacks of the deployment that its configuration does not declare. */
function undeclared({ stacks }: Promised, found: readonly Regional[]): readonly DeployedStack[] {
  const declared = new Set(stacks.map(({ region, stack }) => `${region} ${stack}`));
  return found.flatMap(({ attested, region, statuses, unattested }) =>
    [...statuses]
      .filter(([stack]) => !declared.has(`${region} ${stack}`))
      .map(([stack, status]) => ({
        stack,
        region,
        status,
        asSynthesized: false,
        ...(attested === 'none' ? {} : { attested: !unattested.has(stack) }),
        why: 'this configuration does not declare it',
      })),
  );
}

/** The report as facts: what could not be read, or is not there, was not read back and is never taken for deployed. */
export function deployedFactsOf(
  { templates, where }: Pick<Promised, 'templates' | 'where'>,
  stacks: readonly DeployedStack[],
  rows: readonly StackResource[],
  { at, resources }: Pick<ReadBackReport, 'at' | 'resources'>,
): DeployedFacts {
  const standing = new Set(rows.map(({ logicalId, stack }) => `${stack}/${logicalId}`));
  const absent = templates.resources
    .filter(({ logicalId, stack, type }) => !standing.has(`${stack}/${logicalId}`) && type !== 'AWS::CDK::Metadata')
    .map(({ logicalId, stack }) => ({ stack, logicalId, reason: 'CloudFormation lists no such resource' }));
  const unread = resources
    .filter((one) => one.unread)
    .map(({ logicalId, problems, stack }) => ({
      stack,
      logicalId,
      reason: `it could not be read: ${problems.join('; ')}`,
    }));
  return {
    where,
    at,
    stacks,
    resources: readBackFacts(resources.filter((one) => !one.unread)),
    leftOut: [...absent, ...unread],
  };
}

/** @param home the part in the deployment's own region: the others are read here */
export async function readDeployed(promised: Promised, home: Regional, sdk: SdkConfig): Promise<DeployedFacts> {
  const { config, stacks, templates } = promised;
  const elsewhere = [...new Set(stacks.map(({ region }) => region))].filter((region) => region !== home.region);
  const others = await Promise.all(elsewhere.map((region) => readRegion(config, sdk, region)));
  const found = [home, ...others.flatMap((one) => one ?? [])];
  const deployed: (StackResource & DeployedResource)[] = found.flatMap(({ region, rows }) =>
    rows.map((row) => ({ ...row, region })),
  );
  const of = new Map(found.map((one) => [one.region, one]));
  const compared = [...stacks.map((one) => stackOf(one, of.get(one.region))), ...undeclared(promised, found)];
  const sorted = compared.sort((a, b) => (`${a.stack} ${a.region}` < `${b.stack} ${b.region}` ? -1 : 1));
  const report = await readBackDeployment({ templates, deployed, sdk }, { complete: false });
  return deployedFactsOf(promised, sorted, deployed, report);
}
