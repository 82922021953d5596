/** The outermost bounds: what any role can do at most, and what the organisation allows. Deployed first. */
import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import type { Construct } from 'constructs';
import { PermissionsBoundary } from '../constructs/permissions-boundary';
import { perimeterPolicies } from '../perimeter/policies';
import { AsepsisStack } from './asepsis-stack';
import type { Blueprint } from './blueprint';

export class PerimeterStack extends AsepsisStack {
  constructor(scope: Construct, blueprint: Blueprint) {
    super(scope, 'Perimeter', blueprint, 'Asepsis: the permissions boundary and the data perimeter policies');
    const { config, names } = blueprint;
    new PermissionsBoundary(this, 'Boundary', {
      managedPolicyName: names.boundary,
      allowedRegions: config.allowedRegions,
    });
    if (!config.organisation.managesPolicies) return;
    for (const { name, type, description, content } of perimeterPolicies(config)) {
      new CfnPolicy(this, type, { name, type, description, content, targetIds: config.organisation.policyTargets });
    }
  }
}
