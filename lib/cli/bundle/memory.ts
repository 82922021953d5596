/**
 * How much memory a bundle may take. The CDK's own validation leaves some 400 MiB that no collector frees (WebAssembly), and V8
 * lets its heap grow to four times what lives in it before it clears it whole: at a hundred practices the two come to more than
 * 1 GiB. Clearing it from 1.4 times on costs a twentieth of the processor's time, and a quarter of the memory is saved.
 */
import { setFlagsFromString } from 'node:v8';

/** For the rest of the process. */
export const keepHeapSmall = (): void => setFlagsFromString('--heap-growing-percent=40');
