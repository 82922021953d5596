/** Puts the bootstrap into an account: our policies first, then the CDK's own bootstrap within them. */
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { CreateServiceLinkedRoleCommand, IAMClient, PutRolePermissionsBoundaryCommand } from '@aws-sdk/client-iam';
import { ifAbsentSaying } from '../../../lambdas/drift/live/absent';
import type { BoundaryOptions } from '../../bootstrap/boundary';
import { type BootstrapNames, bootstrapNames } from '../../bootstrap/names';
import { bootstrapTemplate } from '../../bootstrap/template';
import type { Config } from '../../config/schema';
import { AccountError } from '../../errors';
import type { Hands } from './hands';
import type { Synthesis } from './synthesis';

/** Seconds that a stack of a few policies may take. */
const patience = 300;

async function putStack(client: CloudFormationClient, StackName: string, TemplateBody: string): Promise<void> {
  const absent = ifAbsentSaying('ValidationError', /does not exist/i);
  const found = await client.send(new DescribeStacksCommand({ StackName })).catch(absent);
  const input = { StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM' as const] };
  const waiter = { client, maxWaitTime: patience, minDelay: 1, maxDelay: 5 };
  if (!found?.Stacks?.length) {
    await client.send(new CreateStackCommand(input));
    await waitUntilStackCreateComplete(waiter, { StackName });
    return;
  }
  const unchanged = ifAbsentSaying('ValidationError', /no updates are to be performed/i);
  if (await client.send(new UpdateStackCommand(input)).catch(unchanged))
    await waitUntilStackUpdateComplete(waiter, { StackName });
}

/** AWS Config's recorder runs as a role that only Config itself can make, and that CloudFormation does not ask it to. */
async function configRole(hands: Hands): Promise<void> {
  const taken = ifAbsentSaying('InvalidInputException', /has been taken/i);
  const takenToo = ifAbsentSaying('EntityAlreadyExistsException', /./);
  await new IAMClient(hands.sdk('iam'))
    .send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'config.amazonaws.com' }))
    .catch(taken)
    .catch(takenToo);
}

/** An emulator's CloudFormation ignores the boundary of a role; its IAM enforces one that is put through the API. */
async function boundByApi(hands: Hands, { boundaryArn, roles }: BootstrapNames): Promise<void> {
  const client = new IAMClient(hands.sdk('iam'));
  for (const RoleName of roles)
    await client.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: boundaryArn }));
}

/**
 * Whether the policies that stand are those of this release and configuration: a new resource type, for one, needs new
 * actions. A boundary that was unlocked for the next deploy counts as well.
 */
export async function isCurrent(
  config: Config,
  synthesis: Pick<Synthesis, 'stacks' | 'types'>,
  hands: Hands,
): Promise<boolean> {
  const absent = ifAbsentSaying('ValidationError', /does not exist/i);
  for (const region of new Set(synthesis.stacks.map((one) => one.region))) {
    const client = new CloudFormationClient({ ...hands.sdk('cloudformation'), region });
    const { stack: StackName } = bootstrapNames({ account: config.account, region });
    const stands = await client.send(new GetTemplateCommand({ StackName })).catch(absent);
    const wanted = [false, true].map(
      (unlockBoundary) => bootstrapTemplate(synthesis.types, { ...config, region }, { unlockBoundary }).body,
    );
    if (!wanted.includes(stands?.TemplateBody ?? '')) return false;
  }
  return true;
}

/**
 * Bootstraps each region of a deployment. Needs an administrator's credentials: it makes the roles that later deploys
 * are confined to.
 *
 * @throws AccountError, LocalCloudError
 */
export async function bootstrapAccount(
  config: Config,
  { stacks, types }: Pick<Synthesis, 'stacks' | 'types'>,
  hands: Hands,
  options: BoundaryOptions,
  say: (text: string) => void,
): Promise<void> {
  const { account } = config;
  for (const region of new Set(stacks.map((one) => one.region))) {
    const names = bootstrapNames({ account, region });
    const { body, policyArns } = bootstrapTemplate(types, { ...config, region }, options);
    say(`Bootstrap of ${region}: ${names.boundary} and ${policyArns.length} execution policies`);
    const client = new CloudFormationClient({ ...hands.sdk('cloudformation'), region });
    await putStack(client, names.stack, body).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new AccountError(`stack ${names.stack}: ${why}`, 'It takes an administrator of the account.', error);
    });
    await hands.cdk(
      [
        'bootstrap',
        `aws://${account}/${region}`,
        '--qualifier',
        names.qualifier,
        '--toolkit-stack-name',
        names.toolkit,
        '--custom-permissions-boundary',
        names.boundary,
        '--apply-permissions-boundary-to-all-roles',
        '--cloudformation-execution-policies',
        policyArns.join(','),
        ...(config.mode === 'production' ? ['--termination-protection'] : []),
      ],
      'bootstrap.log',
    );
    if (hands.emulator) await boundByApi(hands, names);
  }
  if (config.existing.configRecorder === 'create') await configRole(hands);
}
