/**
 * Stacks of the drill's own, beside those of the deployment and marked as theirs: for what Asepsis makes none of and a fork
 * may, and for what a drill must not take from the deployment, since it cannot be given back under its own id.
 */
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  paginateListStackResources,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { writeAttestation } from '../../lambdas/attest/attestation-table';
import type { LiveKind } from '../../lambdas/drift/live/live';
import { templateDigest } from '../../lib/attest/canonical';
import { physicalLookup, resolveState, type StackResource } from '../../lib/resources/resolve';
import { readTemplates } from '../../lib/resources/template';
import type { Data } from '../../lib/resources/value';
import { providerArn } from '../provider/install';
import { makers } from '../provider/makers';
import { localizeTemplate } from '../transform/template';
import { unknownTypes } from '../types';
import type { Broken } from './break';
import type { Scene } from './scene';

type OwnResource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, Data>>;
  readonly Metadata?: Readonly<Record<string, Data>>;
};

/** A template of nothing but resources. */
export type OwnTemplate = { readonly Resources: Readonly<Record<string, OwnResource>> };

/** A resource of such a stack, as it may be broken. */
interface Standing extends Broken {
  readonly row: StackResource;
  readonly declared: unknown;
}

/** Seconds that CloudFormation may take. */
const patience = { maxWaitTime: 60, minDelay: 1, maxDelay: 1 };

const nameOf = ({ options }: Scene, suffix: string): string => `${options.deployment}-drill-${suffix}`;

async function rowsOf(client: CloudFormationClient, stack: string): Promise<readonly StackResource[]> {
  const rows: StackResource[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: stack }))
    for (const { LogicalResourceId, PhysicalResourceId, ResourceType } of StackResourceSummaries)
      if (LogicalResourceId && PhysicalResourceId)
        rows.push({ stack, logicalId: LogicalResourceId, type: ResourceType ?? '', physicalId: PhysicalResourceId });
  return rows;
}

/** The template as the local cloud takes it: with stand-ins for the types that its CloudFormation does not know. */
async function localized({ options }: Scene, stack: string, template: OwnTemplate): Promise<string> {
  const { account, region, sdk } = options;
  const types = Object.values(template.Resources).map(({ Type }) => Type);
  const unknown = await unknownTypes(types, sdk('cloudformation'));
  const rules = { unknown, byApi: new Set(Object.keys(makers)), serviceToken: providerArn(account, region) };
  return JSON.stringify(localizeTemplate(stack, template, rules).template);
}

/** Whoever deploys beside `asepsis up` attests, or the loop takes the stack for nobody's. Before: the loop may look at once. */
async function attest({ options }: Scene, stack: string, body: string): Promise<void> {
  const { deployment, sdk } = options;
  const kms = new KMSClient(sdk('kms'));
  const dynamo = new DynamoDBClient(sdk('dynamodb'));
  const place = { kms, dynamo, deployment, table: `${deployment}-drift`, signingKey: `alias/${deployment}-evidence` };
  try {
    await writeAttestation(place, [{ stack, sha256: templateDigest(JSON.parse(body)) }], new Date(), true);
  } finally {
    kms.destroy();
    dynamo.destroy();
  }
}

/**
 * Deploys a template as a stack of the deployment, where it does not stand yet, and gives the first resource of a kind in
 * it.
 *
 * @throws Error where CloudFormation does not make it, or where the template has none of the kind
 */
export async function standing(
  scene: Scene,
  suffix: string,
  template: OwnTemplate,
  kind: LiveKind<unknown>['kind'],
): Promise<Standing> {
  const { account, deployment, region, sdk } = scene.options;
  const stack = nameOf(scene, suffix);
  const client = new CloudFormationClient(sdk('cloudformation'));
  try {
    const Tags = [{ Key: 'asepsis:deployment', Value: deployment }];
    const TemplateBody = await localized(scene, stack, template);
    await attest(scene, stack, TemplateBody);
    await client
      .send(new CreateStackCommand({ StackName: stack, TemplateBody, Tags, Capabilities: ['CAPABILITY_NAMED_IAM'] }))
      .catch((error: unknown) => {
        if (!(error instanceof Error && error.name === 'AlreadyExistsException')) throw error;
      });
    await waitUntilStackCreateComplete({ client, ...patience }, { StackName: stack });
    const environment = { account, region, partition: 'aws' };
    const declared = readTemplates([{ stack, template }], environment);
    const rows = await rowsOf(client, stack);
    const [only] = kind.types.flatMap((type) => declared.ofType(type));
    const row = rows.find(({ logicalId }) => logicalId === only?.logicalId);
    if (!only || !row) throw new Error(`the stack ${stack} has nothing of the kind ${kind.name}`);
    const lookup = physicalLookup(rows, environment, declared);
    return { row, physicalId: row.physicalId, declared: resolveState(kind.read(only, declared), lookup) };
  } finally {
    client.destroy();
  }
}

/** Deletes such a stack, and whatever of it is left. */
export async function removed(scene: Scene, suffix: string): Promise<void> {
  const client = new CloudFormationClient(scene.options.sdk('cloudformation'));
  const StackName = nameOf(scene, suffix);
  try {
    await client.send(new DeleteStackCommand({ StackName }));
    await waitUntilStackDeleteComplete({ client, ...patience }, { StackName });
  } finally {
    client.destroy();
  }
}
