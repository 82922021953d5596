/** What a production deployment keeps when it ends: why, until when, and what a person does. Pure. */
import type { Config } from '../config/schema';
import { blueprintOf } from '../stacks/blueprint';

export interface Kept {
  readonly what: string;
  /** The paragraph, and what it asks. */
  readonly why: string;
  readonly until: string;
}

const day = 24 * 60 * 60 * 1000;

/** The day so many days from today, as YYYY-MM-DD. */
export const dayAfter = (today: Date, days: number): string =>
  new Date(today.getTime() + days * day).toISOString().slice(0, 10);

const daysOfYears = (years: number): number => Math.ceil(years * 365.25);

/** Everything whose removal policy keeps it, with the last day for what is written today. */
export function keptBy(config: Config, today: Date): readonly Kept[] {
  const { auditDays, names } = blueprintOf(config);
  const { backup, existing, logArchive, practices, retention } = config;
  const classes = [...new Set(['phi', ...config.dataClasses])];
  const phiDays = daysOfYears(retention.phiYears);
  const lock = logArchive.lockPhi
    ? `; no version of PHI can be deleted before ${dayAfter(today, logArchive.phiLockDays)}, by anybody`
    : '';
  return [
    {
      what: `${names.auditBucket} and its key`,
      why: '45 CFR 164.316(b)(2)(i): records of what was done are kept six years; 164.312(b)',
      until: `${dayAfter(today, auditDays)}: the compliance lock of what is written today (${auditDays} days); nobody can lift it, nor can AWS`,
    },
    {
      what: names.accessLogBucket,
      why: '45 CFR 164.312(b): who read which object',
      until: `${dayAfter(today, logArchive.accessLogDays)}: its lifecycle (${logArchive.accessLogDays} days)`,
    },
    ...(existing.configRecorder === 'create'
      ? [
          {
            what: names.configBucket,
            why: '45 CFR 164.316(b)(2)(i): the history of the configuration',
            until: `${dayAfter(today, auditDays)}: its lifecycle (${auditDays} days)`,
          },
        ]
      : []),
    ...practices.flatMap(({ id }) => [
      {
        what: `${classes.map((one) => names.store(id, one)).join(', ')} and the key of ${id}`,
        why: '45 CFR 164.312(c)(1): integrity; how long a record is kept is the state’s law, and retention.phiYears',
        until: `${dayAfter(today, phiDays)}: retention of ${retention.phiYears} years${lock}`,
      },
      {
        what: `${names.table(id)} (deletion protection)`,
        why: '45 CFR 164.312(c)(1), 164.308(a)(7)(ii)(A)',
        until: 'a person deletes it: a table expires nothing',
      },
    ]),
    {
      what: `vault ${config.name}-vault, its recovery points and its key`,
      why: '45 CFR 164.308(a)(7)(ii)(A): retrievable exact copies',
      until: `${dayAfter(today, backup.retentionDays)}: retention of today’s recovery point (${backup.retentionDays} days); the vault lock is permanent 7 days after it was made`,
    },
    {
      what: `user pool ${config.name}-people (deletion protection)`,
      why: '45 CFR 164.308(a)(3)(ii)(C), 164.312(a)(2)(i): who had access, by name',
      until: 'a person has exported it and deletes it',
    },
    {
      what: `log groups ${names.logPrefix}*`,
      why: '45 CFR 164.308(a)(1)(ii)(D): information system activity review',
      until: `${dayAfter(today, retention.logGroupDays)}: retention of ${retention.logGroupDays} days`,
    },
  ];
}

/** What no command does for a person, in order. */
export const endingSteps = (config: Config): readonly string[] => [
  'Tell the people: an account that ends still owes access to records (45 CFR 164.524) and breach notices (164.404).',
  'Export each practice’s records to who keeps them next, under a business associate agreement (164.308(b)(1)).',
  'Disable every user of the pool: nobody signs in any more. Leave the trail, the detectors and the alarms on.',
  'After the last date above: lift the termination protection of each stack and delete the stacks, practices first.',
  'Delete the stores that their lifecycles have emptied, then schedule the deletion of their keys (30 days).',
  `Write down what was disposed of, when and by whom (164.310(d)(2)(i)), and keep that for ${config.retention.auditYears} years.`,
];

export function renderKept(config: Config, today: Date): string {
  return [
    `${config.name} is in production: this command deletes nothing of it. It keeps`,
    ...keptBy(config, today).flatMap(({ until, what, why }) => [`  ${what}`, `      until ${until}`, `      ${why}`]),
    '',
    'Dates count from today; every day of writing moves them by a day. To end it, a person',
    ...endingSteps(config).map((step, index) => `  ${index + 1}. ${step}`),
  ].join('\n');
}
