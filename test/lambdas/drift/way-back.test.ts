/** The change set that a person may run. No emulator makes drift-aware ones: what CloudFormation is asked for is shown here. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { changeSetPrefix, wayBackIn } from '../../../lambdas/drift/way-back';
import { deployed, statementsOf } from '../../stacks/deployed';
import { answering } from './fake-client';
import { sdkError } from './fake-cloud';

const record = '20261124T195500000Z-1a2b3c4d';
const Id = 'arn:aws:cloudformation:us-east-1:111122223333:changeSet/asepsis-revert-x/0a1b';
const cloudFormation = (made: () => unknown = () => ({ Id })) =>
  answering(new CloudFormationClient({ region: 'us-east-1' }), ({ name }) =>
    name === 'DescribeStacks'
      ? { Stacks: [{ Parameters: [{ ParameterKey: 'BootstrapVersion', ParameterValue: '/cdk/version' }] }] }
      : made(),
  );

test('is drift-aware, of the template and the parameters that are deployed, and bears the record`s id', async () => {
  const client = cloudFormation();
  const way = await wayBackIn(client)('lakeside-detection', record);
  expect(client.asked.map(({ name }) => name)).toEqual(['DescribeStacks', 'CreateChangeSet']);
  expect(client.asked[1]?.input).toEqual({
    StackName: 'lakeside-detection',
    ChangeSetName: `asepsis-revert-${record}`,
    ChangeSetType: 'UPDATE',
    DeploymentMode: 'REVERT_DRIFT',
    Description: `What drifted, back to what is declared: record ${record}`,
    UsePreviousTemplate: true,
    Parameters: [{ ParameterKey: 'BootstrapVersion', UsePreviousValue: true }],
    Capabilities: ['CAPABILITY_NAMED_IAM'],
  });
  expect(way).toEqual({
    changeSet: Id,
    look: `aws cloudformation describe-change-set --change-set-name ${Id}`,
    run: `aws cloudformation execute-change-set --change-set-name ${Id}`,
  });
  expect(String(client.asked[1]?.input.ChangeSetName)).toMatch(/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/);
});

test.each([
  ['CloudFormation refuses', () => Promise.reject(sdkError('LimitExceededException')), /LimitExceeded/],
  ['it tells no id', () => ({}), TypeError],
])('fails where %s', async (_name, made, error) => {
  await expect(wayBackIn(cloudFormation(made))('lakeside-detection', record)).rejects.toThrow(error);
});

test('may be made by the functions under its name alone, for stacks of the deployment, and run by none of them', () => {
  const policies = [...deployed().ofType('AWS::IAM::ManagedPolicy')].filter(({ Properties }) =>
    JSON.stringify(Properties).includes('cloudformation:'),
  );
  const statements = policies.flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument));
  const making = statements.filter(({ Action }) => Action === 'cloudformation:CreateChangeSet');
  // The families' six functions, and the second path's.
  expect(making).toHaveLength(7);
  for (const { Condition, Resource } of making) {
    expect(Condition).toEqual({ StringLike: { 'cloudformation:ChangeSetName': `${changeSetPrefix}*` } });
    expect(JSON.stringify(Resource)).toContain('stack/lakeside-*/*');
  }
  expect(JSON.stringify(policies)).not.toMatch(/ExecuteChangeSet|UpdateStack|DeleteStack/);
});
