/** One alarm, as data. */
export interface Alarm {
  /** Construct id. */
  readonly id: string;
  /** Ends the rule's name; starts with the deployment's. */
  readonly suffix: string;
  readonly description: string;
  /** An EventBridge event pattern; AWS accepts 2,048 characters. */
  readonly pattern: object;
  /** Also read-only management events: see `AlertTopic.alertOn`. */
  readonly readOnlyToo?: boolean;
}

/** How CloudTrail's events of API calls are told apart. */
export const apiCall = 'AWS API Call via CloudTrail';

/** Calls of one service by their CloudTrail names. */
export const calls = (source: string, eventName: readonly unknown[], detail: object = {}) => ({
  source: [source],
  'detail-type': [apiCall],
  detail: { eventName, ...detail },
});
