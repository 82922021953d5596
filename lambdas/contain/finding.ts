/**
 * A GuardDuty finding, parsed at the door, as EventBridge delivers it. What it says is a claim: the suspects are looked up
 * live before anything is done. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-summary.html
 */
import * as z from 'zod';
import { optionalText } from './optional';
import { sequenceSchema, sequenceSuspects } from './sequence';
import { type Principal, principalOf, type Suspect, throughPrincipal } from './suspect';

const short = z.string().min(1).max(256);
const text = z.string().max(4_096);

const accessKeySchema = z.object({
  accessKeyId: optionalText,
  principalId: optionalText,
  userName: optionalText,
  userType: optionalText,
});

const interfaceSchema = z.object({ networkInterfaceId: optionalText });

const resourceSchema = z.object({
  accessKeyDetails: accessKeySchema.nullish(),
  instanceDetails: z
    .object({ instanceId: optionalText, networkInterfaces: z.array(interfaceSchema).max(50).nullish() })
    .nullish(),
  s3BucketDetails: z
    .array(z.object({ name: short }))
    .max(100)
    .nullish(),
  lambdaDetails: z.object({ role: optionalText }).nullish(),
});

const detailSchema = z.object({
  id: z.string().min(1).max(300),
  accountId: z.string().regex(/^\d{12}$/),
  region: short,
  type: short,
  severity: z.number().min(0).max(10),
  title: optionalText,
  updatedAt: optionalText,
  resource: resourceSchema.default({}),
  service: z
    .object({
      resourceRole: optionalText,
      eventLastSeen: optionalText,
      archived: z.boolean().nullish(),
      // Some findings carry further information as an object, some as text; only the mark of a sample is read.
      additionalInfo: z.unknown().optional(),
      detection: z.object({ sequence: sequenceSchema.nullish() }).nullish(),
    })
    .prefault({}),
});

export const findingSchema = z.object({ 'detail-type': z.literal('GuardDuty Finding'), detail: detailSchema });

/** What a person or another detector of ours suspects. It is always asked, never contained at once. */
export const suspicionSchema = z.object({
  'detail-type': z.literal('Asepsis Suspicion'),
  time: z.iso.datetime({ offset: true }),
  account: z.string().regex(/^\d{12}$/),
  region: short,
  detail: z.object({
    id: z.string().min(1).max(300),
    title: text.min(1),
    severity: z.number().min(0).max(10),
    users: z
      .array(z.object({ userPool: short, name: short }))
      .max(20)
      .default([]),
    roles: z.array(short).max(20).default([]),
    instances: z.array(short).max(20).default([]),
  }),
});

export interface Finding {
  /** GuardDuty gives what belongs together one id, and sends it again as it grows. */
  readonly id: string;
  /** Whether GuardDuty itself says it; anybody who may put events can suspect. */
  readonly from: 'guardduty' | 'suspicion';
  readonly type: string;
  readonly title: string;
  readonly severity: number;
  readonly account: string;
  readonly region: string;
  readonly lastSeen: Date;
  /** Made by GuardDuty's own generator, or put away by a person. */
  readonly sample: boolean;
  readonly archived: boolean;
  readonly suspects: readonly Suspect[];
}

type Detail = z.output<typeof detailSchema>;

/** `2018-02-01 22:05:09` and `2018-02-01T22:05:09.123Z` are both met. */
function dateOf(value: string | undefined, otherwise: Date): Date {
  const moment = new Date(
    value
      ?.replace(' ', 'T')
      .replace(/(\.\d{3})\d*$/, '$1')
      .replace(/([^Z])$/, '$1Z') ?? '',
  );
  return Number.isNaN(moment.getTime()) ? otherwise : moment;
}

function isSample(additional: unknown): boolean {
  if (typeof additional !== 'object' || additional === null) return false;
  if ('sample' in additional) return additional.sample === true;
  // Findings of newer types carry it as text: {"value": "{\"sample\":true}", "type": "default"}.
  return 'value' in additional && typeof additional.value === 'string' && /"sample"\s*:\s*true/.test(additional.value);
}

const principalIn = ({ accountId, resource: { accessKeyDetails: details } }: Detail): Principal | undefined =>
  details
    ? principalOf({
        type: details.userType,
        name: details.userName,
        principalId: details.principalId,
        key: details.accessKeyId,
        account: accountId,
        home: accountId,
      })
    : undefined;

function hostSuspects({ resource, service, type }: Detail): readonly Suspect[] {
  const { instanceDetails: details } = resource;
  if (!details) return [];
  // A host that is only aimed at is no culprit: a person decides whether to cut it off.
  const sure = service.resourceRole !== 'TARGET' || type.startsWith('UnauthorizedAccess:IAMUser/');
  if (details.instanceId) return [{ what: 'instance', id: details.instanceId, sure }];
  return (details.networkInterfaces ?? []).flatMap(({ networkInterfaceId: id }) =>
    id ? [{ what: 'interface' as const, id, sure }] : [],
  );
}

function suspectsOf(detail: Detail): readonly Suspect[] {
  const { resource, service } = detail;
  if (service.detection?.sequence) return sequenceSuspects(service.detection.sequence, detail.accountId, detail.type);
  const principal = principalIn(detail);
  const buckets = (resource.s3BucketDetails ?? []).flatMap(({ name }): readonly Suspect[] =>
    principal?.named ? [{ what: 'bucket', name, from: principal.named, sure: true }] : [],
  );
  const role = resource.lambdaDetails?.role?.split('/').at(-1);
  return [
    ...(principal ? throughPrincipal(principal, true) : []),
    ...(role ? [{ what: 'role' as const, name: role, sure: true }] : []),
    ...buckets,
    ...hostSuspects(detail),
  ];
}

export function findingOf(event: z.output<typeof findingSchema>, now: Date): Finding {
  const { accountId: account, id, region, service, severity, title, type, updatedAt } = event.detail;
  return {
    id,
    from: 'guardduty',
    type,
    title: title ?? type,
    severity,
    account,
    region,
    lastSeen: dateOf(service.eventLastSeen ?? updatedAt, now),
    sample: isSample(service.additionalInfo),
    archived: service.archived === true,
    suspects: suspectsOf(event.detail),
  };
}

export function suspicionOf({ account, detail, region, time }: z.output<typeof suspicionSchema>): Finding {
  return {
    id: `suspicion/${detail.id}`,
    from: 'suspicion',
    type: 'Suspicion',
    title: detail.title,
    severity: detail.severity,
    account,
    region,
    lastSeen: new Date(time),
    sample: false,
    archived: false,
    suspects: [
      ...detail.users.map(({ name, userPool }) => ({ what: 'person' as const, pool: userPool, name, sure: false })),
      ...detail.roles.map((name) => ({ what: 'role' as const, name, sure: false })),
      ...detail.instances.map((id) => ({ what: 'instance' as const, id, sure: false })),
    ],
  };
}
