/**
 * Managed policies of AWS's that the CDK's bootstrap attaches, as far as it matters here. AWS changes them: what may be in
 * one of them is `maybe`, and what AWS documents that it never holds is not.
 */
import type { Statement } from '../resources/policy';
import type { NamedPolicy } from './layers';

const allowing = (actions: readonly string[], conditions: Statement['conditions'] = {}): Statement => ({
  sid: undefined,
  effect: 'Allow',
  principals: {},
  notPrincipals: {},
  actions,
  notActions: [],
  resources: ['*'],
  notResources: [],
  conditions,
});

/** A condition on a key that nobody knows: what hangs on it stays undecided. */
const perhaps = { StringEquals: { 'aws:as-the-policy-stands-today': ['true'] } };

/** AWS Managed Policy Reference Guide, "AWSCloudFormationReadOnlyAccess". */
const stackReads = ['Describe*', 'Detect*', 'EstimateTemplateCost', 'Get*', 'List*', 'ValidateTemplate'];

/** Verbs of "ReadOnlyAccess", in whichever service: AWS Managed Policy Reference Guide. It holds no other. */
const reads = [
  'BatchGet*',
  'Describe*',
  'Filter*',
  'Get*',
  'List*',
  'PartiQLSelect',
  'Query',
  'Receive*',
  'Scan',
].concat(['Start*Query', 'StartLiveTail', 'View*']);

const known: Readonly<Record<string, readonly Statement[]>> = {
  AWSCloudFormationReadOnlyAccess: [allowing(stackReads.map((verb) => `cloudformation:${verb}`))],
  ReadOnlyAccess: [
    allowing(
      reads.map((verb) => `*:${verb}`),
      perhaps,
    ),
  ],
};

/** A managed policy of AWS's, where it is known here. */
export function awsPolicy(arn: string): NamedPolicy | undefined {
  const name = /^arn:[^:]*:iam::aws:policy\/(.*)$/.exec(arn)?.[1];
  const statements = name === undefined ? undefined : known[name];
  return statements && { name: arn, policy: { statements } };
}
