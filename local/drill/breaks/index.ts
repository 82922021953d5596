/** Every break, by family. */
import type { Break } from '../break';
import { kmsBreaks } from './kms';

export const allBreaks: readonly Break[] = [...kmsBreaks];
