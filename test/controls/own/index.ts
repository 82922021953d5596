/** The cases of your own controls, one file a control. `npm run new:control` adds one here. */
import type { OwnFixture } from '../fixture';

export const ownFixtures: readonly OwnFixture[] = [];
