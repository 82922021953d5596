/** What a deployment may cost, and by which figures that is reckoned. */
import { z } from 'zod';

const amount = z.number().min(0).max(1_000_000);

export const costSchema = z
  .strictObject({
    budgetUsd: amount
      .optional()
      .describe('US dollars a month, idle, beyond which `asepsis cost` fails. None: it only says what it costs.'),
    freeTiers: z
      .boolean()
      .default(false)
      .describe('Take off what AWS gives every account for nothing each month. Not where other work uses it up.'),
    managementEvents: z
      .number()
      .int()
      .min(0)
      .max(1_000_000_000)
      .default(250_000)
      .describe(
        'Management events a month of AWS’s own services and of people, beside those of the drift loop, which are counted.',
      ),
    prices: z
      .record(z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9-]+$/, 'the id of a price such as kms.key'), amount)
      .default({})
      .describe('US dollars by the id of a price, in place of the list price: your region’s, or your contract’s.'),
  })
  .prefault({})
  .describe('What `asepsis cost` reckons with, and the budget that it holds the deployment to.');
