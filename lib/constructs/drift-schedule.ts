/** Starts a function of the drift loop by EventBridge Scheduler. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { AsepsisRole } from './asepsis-role';
import type { DeadLetterQueue } from './drift-queue';
import type { SecureFunction } from './secure-function';

export interface ScheduleProps {
  readonly name: string;
  readonly description: string;
  /** For example `rate(6 hours)`. */
  readonly expression: string;
  /** Minutes within which it starts. @default on the minute */
  readonly window?: number;
  readonly starts: SecureFunction;
  /** What the function is told. @default nothing */
  readonly input?: object;
  /** Keeps what could not be started. @default none */
  readonly deadLetters?: DeadLetterQueue;
  readonly encryptionKey: IKey;
}

/** A role of its own, which may start this function alone, and the schedule. */
export function startBySchedule(scope: Construct, props: ScheduleProps): void {
  const { deadLetters, encryptionKey, starts, window } = props;
  const role = new AsepsisRole(scope, 'ScheduleRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
    description: `Starts ${props.name}`,
    statements: [
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [starts.functionArn] }),
      ...(deadLetters ? leaving(deadLetters, encryptionKey) : []),
    ],
  });
  new CfnSchedule(scope, 'Schedule', {
    name: props.name,
    description: props.description,
    scheduleExpression: props.expression,
    flexibleTimeWindow: window === undefined ? { mode: 'OFF' } : { mode: 'FLEXIBLE', maximumWindowInMinutes: window },
    kmsKeyArn: encryptionKey.keyArn,
    state: 'ENABLED',
    target: {
      arn: starts.functionArn,
      roleArn: role.roleArn,
      retryPolicy: { maximumRetryAttempts: 3 },
      ...(props.input ? { input: JSON.stringify(props.input) } : {}),
      ...(deadLetters ? { deadLetterConfig: { arn: deadLetters.queueArn } } : {}),
    },
  }).node.addDependency(role);
}

/** Scheduler leaves what it could not start in its role's name. */
const leaving = ({ queueArn }: DeadLetterQueue, { keyArn }: IKey) => [
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queueArn] }),
  new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keyArn] }),
];
