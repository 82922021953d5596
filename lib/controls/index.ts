/** The controls: the source of truth of gate, drift, evidence and documents. */
import type { AnyControl } from './control';
import { kmsKeyControls } from './kms-key';

/** Every control, in the order of the documents. */
export const controls: readonly AnyControl[] = [...kmsKeyControls];
