/** A flow log: the record of who talked to whom. */
import { defineKind } from './kind';
import { logGroupKey } from './log-destination';
import { str } from './read';
import { mark, type Value } from './value';

export interface FlowLogState {
  readonly id: Value<string>;
  /** The network, subnet or interface that is logged. */
  readonly resource: Value<string>;
  /** `ALL`, `ACCEPT` or `REJECT`. */
  readonly traffic: Value<string>;
  /** `cloud-watch-logs`, `s3` or `kinesis-data-firehose`. */
  readonly destinationType: Value<string>;
  /** Log group name, or ARN of a bucket or stream. */
  readonly destination: Value<string>;
  /** Key of the log group it is written to, `null` where that has none; undefined for a bucket, which has its own controls. */
  readonly logKey: Value<string | null | undefined>;
}

export const ec2FlowLog = defineKind<FlowLogState>({
  name: 'ec2.flow-log',
  types: ['AWS::EC2::FlowLog'],
  owned: ['resource', 'traffic', 'destinationType', 'destination', 'logKey'],
  read: ({ stack, logicalId, properties }, set) => {
    const destinationType = str(properties, 'LogDestinationType', 'cloud-watch-logs');
    const destination = str(properties, 'LogGroupName', str(properties, 'LogDestination', ''));
    return {
      id: mark(stack, logicalId),
      resource: str(properties, 'ResourceId', ''),
      traffic: str(properties, 'TrafficType', 'ALL'),
      destinationType,
      destination,
      logKey: destinationType === 'cloud-watch-logs' ? logGroupKey(set, destination) : undefined,
    };
  },
});
