/** The roles of the bootstrap as they are made: the CDK's own, each within our boundary, the execution role with our policies. */
import { bootstrapRoles } from '../../../lib/cli/bundle/bootstrap-roles';
import { identitiesOf } from '../../../lib/reach/identities';
import { Physical } from '../../../lib/reach/physical';
import { readTemplates } from '../../../lib/resources/template';
import { isUnknown } from '../../../lib/resources/value';
import { testConfig } from '../../configs';

const config = testConfig('solo');
const of = (type: string) => [{ stack: 'lakeside-x', template: { Resources: { One: { Type: type } } } }];
const environment = { account: config.account, region: config.region, partition: 'aws' };
const set = readTemplates(bootstrapRoles(of('AWS::S3::Bucket'), config) ?? [], environment);
const identities = identitiesOf(set, new Physical(set));

test('are these, and all of them are bounded by a policy that is known', () => {
  expect(identities.map(({ name }) => name.replace(/^cdk-\w+-(.*)-role-.*$/, '$1')).sort()).toEqual([
    'cfn-exec',
    'deploy',
    'file-publishing',
    'image-publishing',
    'lookup',
  ]);
  for (const { boundary = [] } of identities) {
    expect(boundary.map(({ name }) => name)).toEqual(['asepsis-bootstrap/Boundary']);
    expect(boundary.some(({ policy }) => isUnknown(policy))).toBe(false);
  }
});

test('no policy and no trust of theirs is unknown', () => {
  const all = identities.flatMap(({ policies, trust }) => [...policies, ...(trust ? [trust] : [])]);
  expect(all.filter(({ policy }) => isUnknown(policy))).toEqual([]);
});

test('CloudFormation acts with our policies, and no other', () => {
  const execution = identities.find(({ name }) => name.includes('cfn-exec'));
  expect(execution?.policies.length).toBeGreaterThan(0);
  expect(execution?.policies.every(({ name }) => name.startsWith('asepsis-bootstrap/Execution'))).toBe(true);
});

test('are none where no bootstrap could be made', () => {
  expect(bootstrapRoles(of('AWS::Nobody::Knows'), config)).toBeUndefined();
});
