/** What a request that changes who reaches PHI carries: condition keys of IAM, Lambda, CloudFormation. */
import type { Facts } from '../context';
import { hole } from '../text';
import type { Need, Power } from './powers';
import type { Target } from './targets';

/** What the caller writes into the request. */
const picked: Facts = {
  'iam:policyarn': 'open',
  'iam:associatedresourcearn': 'open',
  'lambda:codesigningconfigarn': 'open',
  'lambda:functionurlauthtype': 'open',
  'lambda:layer': 'open',
  'lambda:principal': 'open',
  'lambda:securitygroupids': 'open',
  'lambda:subnetids': 'open',
  'lambda:vpcids': 'open',
  'lambda:sourcefunctionarn': 'absent',
  'cloudformation:changesetname': 'open',
  'cloudformation:importresourcetypes': 'open',
  'cloudformation:resourcetypes': 'open',
  'cloudformation:rolearn': 'open',
  'cloudformation:stackpolicyurl': 'open',
  'cloudformation:templateurl': 'open',
};

/** Anything of the account: its tags are not known, and one can be picked that has them. */
const anything: Facts = { 'aws:resourcetag/*': 'open', 'iam:resourcetag/*': 'open' };

/**
 * The boundary that IAM compares: the one that is set, which must be another than now for the power to be one; otherwise the
 * one that the role has.
 */
function boundaryFact(action: string, { boundary }: Target): Facts {
  const present = boundary === undefined ? 'absent' : [boundary];
  const sets = /:Put(Role|User)PermissionsBoundary$/.test(action);
  const another = [hole('value', 'another boundary', boundary === undefined ? [] : [boundary])];
  return { 'iam:permissionsboundary': sets ? another : present };
}

export function factsOf({ action, on }: Need, { trusts }: Power, target: Target): Facts {
  const own = Object.entries(target.tags).map(([key, value]) => [`iam:resourcetag/${key.toLowerCase()}`, [value]]);
  return {
    ...(on.startsWith('any') ? anything : { 'iam:resourcetag/*': 'absent', ...Object.fromEntries(own) }),
    ...picked,
    ...boundaryFact(action, target),
    'iam:passedtoservice': trusts === undefined ? 'absent' : [trusts],
    'lambda:functionarn': target.kind === 'function' ? [target.arn] : 'open',
  };
}
