/**
 * What idle means, once, for every tier: all resources are deployed, queues are polled, sweeps, rounds and checks run by
 * their schedules, and there is no PHI, no user and no drift. What a template does not say is assumed here, and shown with
 * every cost.
 */

export interface Assumption {
  readonly value: number;
  readonly unit: string;
  /** Where the figure comes from. */
  readonly why: string;
}

export const assumptions = {
  hoursPerMonth: { value: 730, unit: 'hours a month', why: '365 days of 24 hours in twelve months.' },
  monthsRunning: {
    value: 12,
    unit: 'months',
    why: 'For so long the deployment has stood: what is kept has grown to this. Logs are kept longer, and grow on.',
  },
  keptRotations: {
    value: 2,
    unit: 'rotations of a key',
    why: 'Rotated keys cost more for their first two rotations: what they cost from the third year on.',
  },
  connectionsPerQueue: {
    value: 5,
    unit: 'connections',
    why: 'Lambda polls a queue with five connections, messages or none; it does not say that `MaximumConcurrency` lowers it.',
  },
  longPollSeconds: { value: 20, unit: 'seconds', why: 'Each receive of a poller waits so long and comes back empty.' },
  partsPerSecond: {
    value: 2,
    unit: 'parts a second',
    why: '`usualPace` of lambdas/drift/watcher.ts: a round waits between its parts.',
  },
  secondsPerVisit: {
    value: 0.5,
    unit: 'seconds',
    why: 'One resource read, judged and compared; measured at 0.2 to 0.5 on the local cloud.',
  },
  tableReadsPerVisit: { value: 1, unit: 'reads', why: 'The history of the resource, lambdas/drift/guard.ts.' },
  tableWritesPerVisit: {
    value: 2,
    unit: 'writes',
    why: 'The books that do a message once, lambdas/drift/books.ts; rounds keep none.',
  },
  callsPerVisit: {
    value: 1.2,
    unit: 'calls',
    why: 'The state of the stacks once a message, the settings once in five seconds.',
  },
  secondsPerTick: {
    value: 0.3,
    unit: 'seconds',
    why: 'Containment’s clock: open cases are looked up, and there are none.',
  },
  logBytesPerRun: { value: 1_000, unit: 'bytes', why: 'Lambda’s own lines and one of ours.' },
  bytesPerEvent: {
    value: 1_600,
    unit: 'bytes',
    why: 'An event of CloudTrail as JSON, as the trail’s log group takes it in.',
  },
  keptBytesPerEvent: { value: 150, unit: 'bytes', why: 'The same in a compressed log file.' },
  logCompression: { value: 0.15, unit: 'of the size taken in', why: 'Log storage is paid for compressed.' },
  trailFiles: {
    value: 25_000,
    unit: 'files a month',
    why: 'A log file in five minutes for two regions with activity, digests each hour for all.',
  },
  replicatedObjects: {
    value: 3_000,
    unit: 'objects a month',
    why: 'Access logs and configuration history, copied into the archive.',
  },
  otherItemsPerDay: {
    value: 2,
    unit: 'configuration items a day',
    why: 'Beside recovery points, which come and expire daily: nobody changes anything.',
  },
  periodicRuleResources: {
    value: 2,
    unit: 'resources',
    why: 'A daily rule evaluates the account, or the few resources of its kind.',
  },
  checksFsbp: {
    value: 60,
    unit: 'checks',
    why: 'Controls of FSBP that run by schedule and not for each resource: our estimate; the hub’s own count is in its usage page.',
  },
  checksNist: {
    value: 20,
    unit: 'checks more',
    why: 'Controls of NIST 800-53 by schedule that FSBP has not, an estimate too: a control in two standards is one check.',
  },
  checksPerBucket: {
    value: 2,
    unit: 'checks',
    why: 'S3.2 and S3.3 run by schedule for each bucket; other controls of resources run when one changes.',
  },
  checksPerDay: { value: 2, unit: 'times a day', why: 'AWS says every 12 or 24 hours: the dearer.' },
  otherRoles: { value: 10, unit: 'roles', why: 'Of the CDK’s bootstrap and of the organisation, in the same account.' },
  flowLogGb: {
    value: 0.05,
    unit: 'GB a month',
    why: 'Nothing talks in an idle network but its endpoints’ health checks.',
  },
  recordsGb: { value: 0.1, unit: 'GB', why: 'Records and books of the drift loop, most of them gone after a day.' },
} satisfies Record<string, Assumption>;

export type AssumptionId = keyof typeof assumptions;

/** The figures alone. */
export type Figures = Readonly<Record<AssumptionId, number>>;

export const figures: Figures = Object.fromEntries(
  Object.entries(assumptions).map(([id, { value }]) => [id, value]),
) as Record<AssumptionId, number>;

/** What is paid for, and in none of the figures. */
export const notCounted: readonly string[] = [
  'taxes, AWS Support, and the time of people',
  'free trials of new accounts and detectors',
  'releases: CloudFormation itself costs nothing, but what it changes is recorded and evaluated',
  'what else runs in the account, and detectors that exist already and are adopted',
  'Macie’s automated discovery, where the account’s owner has it on: paid by what it reads',
];
