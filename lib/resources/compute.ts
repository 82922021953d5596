/** Machines and containers. Asepsis makes none; these kinds gate a fork that does. Read from templates only. */
import { isBackedUp } from './backup-coverage';
import { defineKind } from './kind';
import { bool, map, records } from './read';
import { mark, type Value } from './value';

export interface InstanceState {
  readonly id: Value<string>;
  /** Whether a backup plan of the deployment takes it. */
  readonly backedUp: Value<boolean>;
}

export const ec2Instance = defineKind<InstanceState>({
  name: 'ec2.instance',
  types: ['AWS::EC2::Instance'],
  owned: [],
  read: (resource, set) => {
    const id = mark(resource.stack, resource.logicalId);
    const { account, partition, region } = set.environment;
    const arn = `arn:${partition}:ec2:${region}:${account}:instance/${id}`;
    return { id, backedUp: isBackedUp(resource, set, arn) };
  },
});

export interface TaskDefinitionState {
  readonly containers: Value<readonly { readonly name: string; readonly readOnly: Value<boolean> }[]>;
}

export const ecsTaskDefinition = defineKind<TaskDefinitionState>({
  name: 'ecs.task-definition',
  types: ['AWS::ECS::TaskDefinition'],
  owned: [],
  read: ({ properties }) => ({
    containers: map(records(properties, 'ContainerDefinitions'), (containers) =>
      containers.map((one) => ({ name: String(one.Name), readOnly: bool(one, 'ReadonlyRootFilesystem', false) })),
    ),
  }),
});
