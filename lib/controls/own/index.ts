/** Controls of your own, one a file. `npm run new:control` adds one here; docs/adding-a-control.md shows it. */
import type { AnyControl } from '../control';

export const ownControls: readonly AnyControl[] = [];
