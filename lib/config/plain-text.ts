/** Texts that people write into a configuration. */
import { z } from 'zod';

/** Any script, on one line: no control characters, and none that turn the reading direction of what follows. */
export const plainText = (max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((value) => !/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(value), 'a text without control characters');
