/** Standings of several things taken together, and which of our controls answer at all. Pure. */
import type { Answer, ControlCoverage, ItemCoverage, Level, Response, Standing } from './model';

const levels: readonly Level[] = ['designed', 'deployed', 'operating'];

/** In the order in which answers are told. */
const order: readonly Answer[] = [
  'at synth',
  'at run time',
  'inherited from AWS',
  "the practice's own process",
  'not applicable',
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

/** Whether a control was read back otherwise than declared, or fell short in a drill or in operation. */
export const fellShort = ({ deviating, drilled, sampled }: ControlCoverage): boolean =>
  deviating > 0 || sampled?.fellShort === true || drilled.some(({ passed }) => !passed);

/** The same, or short by an exception in force. */
export const isShort = (control: ControlCoverage): boolean => control.excepted > 0 || fellShort(control);

/** Why an item waits for somebody; one may for several. */
export type Waiting = 'unanswered' | 'undecided' | 'falling short';

/** What waits at an item: a part that nothing answers, a decision that is due, a control that falls short or is excepted. */
export const waitingAt = ({ addressable, answers, open, short }: ItemCoverage): readonly Waiting[] => [
  ...(open !== undefined || answers.includes('not covered') ? ['unanswered' as const] : []),
  ...(addressable && (addressable.state === 'undecided' || addressable.overdue) ? ['undecided' as const] : []),
  ...(short.length > 0 ? ['falling short' as const] : []),
];

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

const responses: readonly Response[] = ['put right', 'told', 'put right or told'];

const responseOf = (standings: readonly Standing[]): Response | undefined => {
  const found = responses.filter((one) => standings.some(({ response }) => response === one));
  return found.length > 1 ? 'put right or told' : found[0];
};

/** "32 operating (28 put right, 4 told)": each at the level that it reaches, and at no other. */
function countOf(level: Level, standings: readonly Standing[]): readonly string[] {
  const reached = standings.filter((one) => one.level === level);
  if (reached.length === 0) return [];
  const ends = responses.flatMap((response) => {
    const count = reached.filter((one) => one.response === response).length;
    return count > 0 ? [`${count} ${response}`] : [];
  });
  return [`${reached.length} ${level}${ends.length > 0 ? ` (${ends.join(', ')})` : ''}`];
}

/**
 * What several standings come to: the level that all of them reach, with how many stand at which. One that is weaker is not
 * hidden behind those that are stronger; nor is one of which nothing is shown.
 *
 * @param unshown how many more there are without any standing
 */
export function together(standings: readonly Standing[], what: string, unshown = 0): Standing | undefined {
  const [first] = standings;
  if (!first) return undefined;
  const ranks = standings.map((one) => levels.indexOf(one.level));
  // What is not shown keeps the whole from operating: that all of it was read back as declared may still be so.
  const level = levels[Math.min(...ranks, unshown > 0 ? levels.indexOf('deployed') : levels.length - 1)] ?? 'designed';
  // Those at the level, or above it where only what is not shown keeps them from it.
  const weakest = ranks.some((rank) => levels[rank] === level)
    ? standings.filter((one) => one.level === level)
    : standings;
  const where = weakest.find((one) => one.where)?.where;
  const response = level === 'operating' ? responseOf(standings) : undefined;
  const total = standings.length + unshown;
  const counts = [
    ...[...levels].reverse().flatMap((one) => countOf(one, standings)),
    ...(unshown > 0 ? [`${unshown} not shown`] : []),
  ];
  return {
    level,
    // The oldest look of those: nobody shall take it for newer than it is.
    at: weakest.map(({ at }) => at).sort()[0] ?? first.at,
    ...(where ? { where } : {}),
    ...(response ? { response } : {}),
    shownBy: `${total} ${what}${total === 1 ? '' : 's'}: ${counts.join(', ')}`,
  };
}
