import { Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { buildApp } from '../../lib/app';
import type { Config, Tier } from '../../lib/config/schema';
import { testConfig, ungated } from '../configs';
import type { StatementJson } from '../constructs/scaffold';

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

function synthesized(config: Config) {
  const app = buildApp(config, ungated);
  const [stage] = app.node.children.filter((node): node is Stage => Stage.isStage(node));
  const assembly = stage?.synth();
  const templates = new Map(
    (assembly?.stacks ?? []).map((stack) => [stack.stackName, Template.fromJSON(stack.template)]),
  );
  const of = (id: string): Template => {
    const found = templates.get(`${config.name}-${id.toLowerCase()}`);
    if (!found) throw new Error(`no stack ${id} among ${[...templates.keys()].join(', ')}`);
    return found;
  };
  const ofType = (type: string): Resource[] =>
    [...templates.values()].flatMap((template) => Object.values(template.findResources(type)) as Resource[]);
  /** Stacks that a stack waits for, however indirectly. */
  const before = (stack: CloudFormationStackArtifact): readonly string[] =>
    stack.dependencies
      .filter(CloudFormationStackArtifact.isCloudFormationStackArtifact)
      .flatMap((one) => [one.stackName, ...before(one)]);
  const withRoles = (assembly?.stacks ?? []).filter(
    (stack) =>
      Object.keys(of(stack.stackName.slice(config.name.length + 1)).findResources('AWS::IAM::Role')).length > 0,
  );
  return { of, ofType, rolesAfter: withRoles.map((stack) => ({ stack: stack.stackName, after: before(stack) })) };
}

const known = new Map<string, ReturnType<typeof synthesized>>();

/** The templates of a deployment by stack name, synthesized once a configuration: tests only read. The gate has its own. */
export function deploy(config: Config): ReturnType<typeof synthesized> {
  const key = JSON.stringify(config);
  const found = known.get(key) ?? synthesized(config);
  known.set(key, found);
  return found;
}

export const deployed = (tier?: Tier, mode?: Config['mode']) => deploy(testConfig(tier, mode));

export const statementsOf = (document: unknown): StatementJson[] =>
  (document as { Statement: StatementJson[] }).Statement;
