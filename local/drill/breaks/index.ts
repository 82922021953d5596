/** Every break, by family. */
import type { Break } from '../break';
import { kmsBreaks } from './kms';
import { ownBreaks } from './own';

export const allBreaks: readonly Break[] = [...kmsBreaks, ...ownBreaks];
