/** Why an action is granted to the loop and no drill uses it: each with its reason, by pattern. */

type Reason = readonly [role: RegExp, action: RegExp, reason: string];

const reasons: readonly Reason[] = [
  [/./, /^logs:(CreateLogStream|PutLogEvents)$/, 'Lambda writes the log in the role’s name'],
  [
    /./,
    /^kms:(Decrypt|GenerateDataKey)$/,
    'the service of an encrypted table, queue or topic uses the key in the caller’s name',
  ],
  [
    /./,
    /^sqs:(ChangeMessageVisibility|DeleteMessage|GetQueueAttributes|ReceiveMessage)$/,
    'Lambda drains the queue in the role’s name',
  ],
  [
    /./,
    /^sqs:SendMessage$/,
    'a message is put off during a deploy alone; Lambda sends dead letters in the role’s name',
  ],
];

/** The reason; undefined where there is none, and the grant is one too many. */
export const unusedReason = (role: string, action: string): string | undefined =>
  reasons.find(([roles, actions]) => roles.test(role) && actions.test(action))?.[2];
