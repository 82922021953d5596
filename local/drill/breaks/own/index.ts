/** How your own controls are broken in the drill, one file a control. `npm run new:control` adds one here. */
import type { Break } from '../../break';

export const ownBreaks: readonly Break[] = [];
