import type { Fixtures } from './fixture';
import { kmsKeyFixtures } from './kms-key.fixtures';

/** A violating and a compliant stack for every control, by control id. */
export const fixtures: Fixtures = { ...kmsKeyFixtures };
