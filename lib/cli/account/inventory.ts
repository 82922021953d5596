/** What the stacks of a deployment hold, by the types that AWS has for them. */
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { ifAbsentSaying } from '../../../lambdas/drift/live/absent';
import type { SdkConfig } from '../../../lambdas/drift/live/live';
import { localType } from '../../../local/transform/template';
import type { Synthesis } from './synthesis';

export interface Held {
  readonly stack: string;
  readonly region: string;
  /** CloudFormation type, also where an emulator's custom resource stands for it. */
  readonly type: string;
  readonly physicalId: string;
}

/** Every resource of the stacks that exist. */
export async function inventory(
  { stacks, types }: Pick<Synthesis, 'stacks' | 'types'>,
  sdk: SdkConfig,
): Promise<readonly Held[]> {
  const absent = ifAbsentSaying('ValidationError', /does not exist/i);
  const typeOf = new Map([...types].map((type) => [localType(type), type]));
  const found = stacks.map(async ({ region, stack }) => {
    const client = new CloudFormationClient({ ...sdk('cloudformation'), region });
    const held: Held[] = [];
    const read = async () => {
      for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: stack }))
        for (const { PhysicalResourceId, ResourceStatus, ResourceType = '' } of StackResourceSummaries)
          if (PhysicalResourceId && ResourceStatus !== 'DELETE_COMPLETE')
            held.push({
              stack,
              region,
              type: typeOf.get(ResourceType) ?? ResourceType,
              physicalId: PhysicalResourceId,
            });
    };
    await read().catch(absent);
    return held;
  });
  return (await Promise.all(found)).flat();
}
