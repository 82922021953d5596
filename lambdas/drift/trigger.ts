/** What sets the loop in motion: a call that CloudTrail recorded, or a visit of the sweep. Parsed at the door. */
import * as z from 'zod';

/** What goes into a record and a mail has an end: nobody fills either by a long name. */
const identity = z.looseObject({
  type: z.string().max(128).default('Unknown'),
  arn: z.string().max(2_048).optional(),
  principalId: z.string().max(2_048).optional(),
  invokedBy: z.string().max(256).optional(),
});

/** How often a message has been put off because of a deploy. */
const postponed = z.number().int().min(0).max(1_000).default(0);

/** "AWS API Call via CloudTrail" as EventBridge delivers it; what is not needed is left unread. */
const callSchema = z.object({
  'detail-type': z.literal('AWS API Call via CloudTrail'),
  postponed,
  detail: z.object({
    eventID: z.string().min(1).max(128),
    eventName: z.string().min(1).max(128),
    eventSource: z.string().min(1).max(128),
    eventTime: z.iso.datetime({ offset: true }),
    awsRegion: z.string().max(64).default(''),
    sourceIPAddress: z.string().max(256).default(''),
    userIdentity: identity.default({ type: 'Unknown' }),
    requestParameters: z.record(z.string(), z.unknown()).nullish(),
    responseElements: z.record(z.string(), z.unknown()).nullish(),
    errorCode: z.string().nullish(),
  }),
});

/** One stop of the sweep: a resource of a stack of ours. */
const visitSchema = z.object({
  'detail-type': z.literal('Asepsis sweep'),
  postponed,
  detail: z.object({
    sweep: z.string().min(1).max(128),
    at: z.iso.datetime({ offset: true }),
    stack: z.string().min(1).max(128),
    logicalId: z.string().min(1).max(255),
  }),
});

export interface Actor {
  readonly type: string;
  readonly arn: string;
  /** Name of the session of a role, where it is one. */
  readonly session: string | undefined;
}

/** A management call that may have broken something. */
export interface Call {
  readonly kind: 'call';
  readonly id: string;
  /** `service:EventName`, as controls name it. */
  readonly name: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly address: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
  /** The call was refused: nothing changed. */
  readonly failed: boolean;
  /** How often it has been put off. */
  readonly postponed: number;
}

export interface Visit {
  readonly kind: 'visit';
  readonly id: string;
  readonly at: Date;
  readonly stack: string;
  readonly logicalId: string;
  readonly postponed: number;
}

export type Trigger = Call | Visit;

/** A session's name is the last part of an assumed role's ARN. */
const sessionOf = (arn: string): string | undefined => /:assumed-role\/(?:.+)\/([^/]+)$/.exec(arn)?.[1];

function callOf({ detail, postponed: times }: z.output<typeof callSchema>): Call {
  const arn = detail.userIdentity.arn ?? detail.userIdentity.invokedBy ?? detail.userIdentity.principalId ?? 'unknown';
  return {
    kind: 'call',
    id: detail.eventID,
    name: `${detail.eventSource.replace(/\.amazonaws\.com$/, '')}:${detail.eventName}`,
    at: new Date(detail.eventTime),
    actor: { type: detail.userIdentity.type, arn, session: sessionOf(arn) },
    address: detail.sourceIPAddress,
    request: detail.requestParameters ?? {},
    response: detail.responseElements ?? {},
    failed: typeof detail.errorCode === 'string' && detail.errorCode !== '',
    postponed: times,
  };
}

const messageSchema = z.union([callSchema, visitSchema]);

/** A message that is not what the queue is for. It is retried, then kept in the dead-letter queue, where a person looks. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

/**
 * Parses the body of a queue's message.
 *
 * @throws MalformedMessage that names what is wrong, never the content
 */
export function parseTrigger(body: string): Trigger {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new MalformedMessage('the body is not JSON');
  }
  const parsed = messageSchema.safeParse(json);
  if (!parsed.success) {
    const places = [...new Set(parsed.error.issues.flatMap(placesOf))].slice(0, 5);
    throw new MalformedMessage(`neither a CloudTrail call nor a visit of the sweep: ${places.join('; ')}`);
  }
  if (parsed.data['detail-type'] === 'AWS API Call via CloudTrail') return callOf(parsed.data);
  const { at, logicalId, stack, sweep } = parsed.data.detail;
  const id = `${sweep}/${stack}/${logicalId}`;
  return { kind: 'visit', id, at: new Date(at), stack, logicalId, postponed: parsed.data.postponed };
}

function placesOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code !== 'invalid_union') return [`${issue.path.join('.')}: ${issue.message}`];
  return issue.errors.flatMap((branch) => branch.map((one) => `${one.path.join('.')}: ${one.message}`));
}
