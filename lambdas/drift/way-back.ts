/**
 * The way back where no call of a fixer leads there: a drift-aware change set, made ready for a person. CloudFormation
 * compares what is declared with what is there, and makes anew what was deleted, with whatever ids that gives.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
 *
 * The loop never executes one, and has no permission to.
 */
import {
  type CloudFormationClient,
  CreateChangeSetCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';

/** A change set that waits for a person, and what the person types. */
export interface WayBack {
  readonly changeSet: string;
  readonly look: string;
  readonly run: string;
}

/** Starts the name of every change set of ours: the functions may make no other. */
export const changeSetPrefix = 'asepsis-revert-';

const command = (verb: string, changeSet: string): string =>
  `aws cloudformation ${verb}-change-set --change-set-name ${changeSet}`;

/**
 * Makes it for the whole stack, by the template and the parameters of its last deploy.
 *
 * @throws what CloudFormation throws, and TypeError where it tells no id
 */
export const wayBackIn =
  (client: CloudFormationClient) =>
  async (StackName: string, record: string): Promise<WayBack> => {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    const { Id } = await client.send(
      new CreateChangeSetCommand({
        StackName,
        ChangeSetName: `${changeSetPrefix}${record}`,
        ChangeSetType: 'UPDATE',
        DeploymentMode: 'REVERT_DRIFT',
        Description: `What drifted, back to what is declared: record ${record}`,
        UsePreviousTemplate: true,
        // Unsaid, a parameter would be what the template says by default.
        Parameters: (stack?.Parameters ?? []).map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true })),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
      }),
    );
    if (!Id) throw new TypeError(`CloudFormation told no id of the change set of ${StackName}`);
    return { changeSet: Id, look: command('describe', Id), run: command('execute', Id) };
  };
