/** The bootstrap's own stack: one boundary and as many execution policies as it takes. Pure. */
import type { Config } from '../config/schema';
import { type BoundaryOptions, bootstrapBoundary } from './boundary';
import { bootstrapNames } from './names';
import { executionPolicies, type PolicyDocument } from './policy';

export interface BootstrapTemplate {
  readonly body: string;
  /** ARNs of the execution policies, for `--cloudformation-execution-policies`. */
  readonly policyArns: readonly string[];
}

const managedPolicy = (name: string, description: string, document: PolicyDocument) => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { ManagedPolicyName: name, Description: description, PolicyDocument: document },
});

/**
 * @param types the CloudFormation types of all templates of the configuration
 * @throws AsepsisError for a type whose actions are unknown, or too many policies
 */
export function bootstrapTemplate(
  types: ReadonlySet<string>,
  config: Config,
  options: BoundaryOptions = {},
): BootstrapTemplate {
  const names = bootstrapNames(config);
  const policies = executionPolicies(types, config);
  const Resources = {
    Boundary: managedPolicy(
      names.boundary,
      'The most that the roles of the CDK bootstrap can do',
      bootstrapBoundary(types, config, options),
    ),
    ...Object.fromEntries(
      policies.map((document, index) => [
        `Execution${index + 1}`,
        managedPolicy(
          `${names.executionPolicy}${index + 1}`,
          'What CloudFormation may do for this deployment',
          document,
        ),
      ]),
    ),
  };
  const Description = `Asepsis: permissions of the CDK bootstrap of ${config.name}`;
  return {
    body: JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Description, Resources }),
    policyArns: policies.map((_, index) => `${names.executionPolicyPrefix}${index + 1}`),
  };
}
