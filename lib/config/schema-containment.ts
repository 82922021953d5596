/** How threats are contained. Values only; that they are contained, recorded and told is no option. */
import { z } from 'zod';

export const containmentSchema = z
  .strictObject({
    atOnce: z
      .number()
      .min(1)
      .max(11)
      .default(7)
      .describe("GuardDuty's severity from which a threat is contained at once; 7 is high, 9 critical, 11 never."),
    ask: z
      .number()
      .min(1)
      .max(10)
      .default(4)
      .describe(
        'Severity from which the security contact is asked; 4 is medium. Below, GuardDuty keeps it and nobody is woken.',
      ),
    expiresHours: z
      .number()
      .int()
      .min(1)
      .max(720)
      .default(24)
      .describe('Hours after which a containment is taken back by itself, unless a person did before.'),
    approvalMinutes: z
      .number()
      .int()
      .min(5)
      .max(1440)
      .default(60)
      .describe('Minutes for which an approval is awaited.'),
    approvers: z
      .array(z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/, 'the ARN of a role or user'))
      .max(10)
      .default([])
      .describe('Who may approve and release, with MFA. None: only principals of this account that IAM allows.'),
  })
  .prefault({})
  .describe('What GuardDuty finds is contained: at once, or after a person approved.');
