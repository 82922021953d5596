/** A text that a finding may leave out, write as null, or write empty: GuardDuty does all three. */
import * as z from 'zod';

export const optionalText = z
  .string()
  .max(4_096)
  .nullish()
  .transform((text) => text || undefined);
