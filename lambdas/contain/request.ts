/**
 * What a message of the queue asks, and whether its sender may ask it. Who sent a message stands in SQS's own attribute
 * `SenderId`, which no sender can write: for a role it is the role's unique id and the session's name.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
import * as z from 'zod';
import { MalformedMessage } from '../drift/trigger';
import { type Finding, findingOf, findingSchema, suspicionOf, suspicionSchema } from './finding';

/** A person's decision about a case: sent in a session of the approver's role, which takes MFA. Nothing else is. */
export const decisionSchema = z.strictObject({
  'detail-type': z.literal('Asepsis Decision'),
  detail: z.strictObject({
    case: z.string().regex(/^case-[0-9a-f]{12}(-\d{1,3})?$/),
    action: z.enum(['approve', 'release']),
  }),
});

const clockSchema = z.object({ 'detail-type': z.literal('Asepsis Clock') });

const callSchema = z.object({
  'detail-type': z.literal('AWS API Call via CloudTrail'),
  detail: z.object({
    eventID: z.string().min(1).max(128),
    eventName: z.string().min(1).max(128),
    eventSource: z.string().min(1).max(128),
    eventTime: z.iso.datetime({ offset: true }),
    userIdentity: z.object({ arn: z.string().max(2_048).default('') }),
  }),
});

export type Request =
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'decision'; readonly case: string; readonly action: 'approve' | 'release'; readonly by: string }
  | { readonly kind: 'clock' }
  | {
      readonly kind: 'call';
      readonly id: string;
      readonly name: string;
      readonly at: Date;
      readonly session: string;
    };

/** Somebody asked what only another may ask. It is kept in the dead-letter queue, where a person looks. */
export class NotTheirs extends Error {
  override readonly name = 'NotTheirs';
}

const messageSchema = z.union([findingSchema, decisionSchema, suspicionSchema, clockSchema, callSchema]);

function parse(body: string): z.output<typeof messageSchema> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new MalformedMessage('the body is not JSON');
  }
  const parsed = messageSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const type =
    typeof json === 'object' && json !== null && 'detail-type' in json
      ? String(json['detail-type']).slice(0, 64)
      : 'none';
  const places = parsed.error.issues.flatMap(placesOf).filter((place) => !place.startsWith('detail-type'));
  throw new MalformedMessage(
    `no message of ours (detail-type ${type}): ${[...new Set(places)].slice(0, 5).join('; ')}`,
  );
}

function placesOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code !== 'invalid_union') return [`${issue.path.join('.')}: ${issue.message}`];
  return issue.errors.flatMap((branch) => branch.map((one) => `${one.path.join('.')}: ${one.message}`));
}

/**
 * Parses a message.
 *
 * @param senderId SQS's `SenderId`
 * @param approverId unique id of the approver's role, `AROA…`
 * @throws MalformedMessage that names what is wrong, never the content; NotTheirs where the sender may not ask that
 */
export function parseRequest(body: string, senderId: string, approverId: string, now: Date): Request {
  const message = parse(body);
  const isApprover = senderId.startsWith(`${approverId}:`);
  if (message['detail-type'] === 'Asepsis Decision') {
    if (!isApprover) throw new NotTheirs(`a decision from ${senderId || 'nobody'}, who is not the approver's role`);
    return { kind: 'decision', ...message.detail, by: senderId };
  }
  if (isApprover) throw new NotTheirs(`the approver's role decides, and sends nothing else`);
  switch (message['detail-type']) {
    case 'GuardDuty Finding':
      return { kind: 'finding', finding: findingOf(message, now) };
    case 'Asepsis Suspicion':
      return { kind: 'finding', finding: suspicionOf(message) };
    case 'AWS API Call via CloudTrail': {
      const { eventID: id, eventName, eventSource, eventTime, userIdentity } = message.detail;
      const name = `${eventSource.replace(/\.amazonaws\.com$/, '')}:${eventName}`;
      return { kind: 'call', id, name, at: new Date(eventTime), session: userIdentity.arn.split('/').at(-1) ?? '' };
    }
    default:
      return { kind: 'clock' };
  }
}
