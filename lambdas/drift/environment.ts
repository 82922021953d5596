/** What every function that puts something right is told by its environment. */
import * as z from 'zod';

export const fixerEnvironment = {
  AWS_REGION: z.string().min(1),
  ACCOUNT_ID: z.string().regex(/^\d{12}$/),
  PARTITION: z.string().default('aws'),
  DEPLOYMENT: z.string().min(1),
  TABLE: z.string().min(1),
  BUS: z.string().min(1),
  TOPIC_ARN: z.string().min(1),
  SETTINGS: z.string().min(1),
  FIXER_ROLE_ARN: z.string().min(1),
};
