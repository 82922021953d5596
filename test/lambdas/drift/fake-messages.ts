/** Messages of the queue, as EventBridge and the sweep write them. */
import { environment, keyId, smallStack } from './fake-deployment';

let events = 0;

/** A call as EventBridge delivers it. */
export const call = (name: string, requestParameters: object, more: Readonly<Record<string, unknown>> = {}): object => {
  const [service, eventName] = name.split(':');
  events += 1;
  return {
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${service}`,
    detail: {
      eventID: `event-${events}`,
      eventName,
      eventSource: `${service}.amazonaws.com`,
      eventTime: '2026-11-24T20:00:00Z',
      awsRegion: environment.region,
      sourceIPAddress: '203.0.113.7',
      userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${environment.account}:user/mallory` },
      requestParameters,
      responseElements: null,
      ...more,
    },
  };
};

/** The call that most tests begin with. */
export const stopRotation = (more: Readonly<Record<string, unknown>> = {}): object =>
  call('kms:DisableKeyRotation', { keyId }, more);

/** A stop of the sweep at a resource. */
export const visit = (logicalId = 'Key'): object => {
  events += 1;
  const detail = { sweep: `sweep-${events}`, at: '2026-11-24T20:00:00Z', stack: smallStack, logicalId };
  return { 'detail-type': 'Asepsis sweep', detail };
};
