/** What a control answers before a person has written it: the gate stays closed, and no fix is ever made by it. */
import type { Outcome } from './verdict';

/** What is found where nobody has said yet what must hold. */
export const nobodySaid = 'not looked at: nobody has written this control';

/** Stands for the checks of a control that `npm run new:control` wrote. */
export const notWritten = (path: string): Outcome => ({
  status: 'unknown',
  reason: { path, found: nobodySaid, expected: 'a check in its evaluate' },
});
