/** A measured figure against what was aimed at. Pure. */
import { type Cell, formatNumber, renderTable } from './table';

export interface Goal {
  readonly what: string;
  readonly measured: number;
  /** At most. */
  readonly target: number;
  readonly met: boolean;
}

export const goalOf = (what: string, measured: number, target: number): Goal => ({
  what,
  measured,
  target,
  met: measured <= target,
});

export const renderGoals = (goals: readonly Goal[]): string =>
  renderTable(
    ['goal', 'measured', 'at most', ''],
    goals.map(({ measured, met, target, what }): readonly Cell[] => [
      what,
      formatNumber(measured),
      formatNumber(target),
      met ? 'met' : 'missed',
    ]),
  );
