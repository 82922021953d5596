/** Standings of several things taken together, and which of our controls answer at all. Pure. */
import type { Answer, ControlCoverage, Level, Standing } from './model';

const levels: readonly Level[] = ['designed', 'deployed', 'operating'];

/** In the order in which answers are told. */
const order: readonly Answer[] = [
  'at synth',
  'at run time',
  'inherited from AWS',
  "the practice's own process",
  'no such resource here',
  'not covered',
];

/** Each answer once, in their order; none is `not covered`. */
export function told(answers: readonly Answer[]): readonly Answer[] {
  const found = order.filter((answer) => answers.includes(answer));
  return found.length > 0 ? found : ['not covered'];
}

/** Whether a control does anything in this deployment: it has resources, or watches for what must not be there. */
export const isActive = ({ resources, undeclared }: ControlCoverage): boolean => resources.length > 0 || undeclared;

/**
 * Where a control answers: the gate evaluates what is declared, and refuses what must not be; the loop answers unless
 * nothing is done at drift.
 */
export function answersOf(control: ControlCoverage): readonly Answer[] {
  if (!isActive(control)) return [];
  return [
    ...(control.atSynth ? ['at synth' as const] : []),
    ...(control.fix.mode !== 'none' ? ['at run time' as const] : []),
  ];
}

/**
 * What several standings come to: the level that all of them reach, with how many reach which. One that is weaker is not
 * hidden behind those that are stronger.
 */
export function together(standings: readonly Standing[], what: string): Standing | undefined {
  const [first] = standings;
  if (!first) return undefined;
  const reach = (level: Level) => standings.filter((one) => levels.indexOf(one.level) >= levels.indexOf(level));
  const level = [...levels].reverse().find((one) => reach(one).length === standings.length) ?? 'designed';
  const weakest = standings.filter((one) => one.level === level);
  const where = weakest.find((one) => one.where)?.where;
  const counts = levels.map((one) => `${reach(one).length} ${one}`).join(', ');
  return {
    level,
    // The oldest look of those: nobody shall take it for newer than it is.
    at: weakest.map(({ at }) => at).sort()[0] ?? first.at,
    ...(where ? { where } : {}),
    shownBy: `${standings.length} ${what}${standings.length === 1 ? '' : 's'}: ${counts}`,
  };
}
