/** The gate's report as text. Pure. */
import type { Judgement } from './exceptions';
import type { GateFinding } from './finding';

function renderFinding({ hipaa, message, pack, path, remedy, rule, source }: GateFinding): string {
  const cited = hipaa.length > 0 ? `45 CFR ${hipaa.join(', ')}` : 'no paragraph of its own: good practice';
  return [
    `✗ ${rule} (${pack})`,
    `    what   ${message}`,
    `    where  ${path}${source ? `, ${source}` : ''}`,
    `    law    ${cited}`,
    `    mend   ${remedy}`,
  ].join('\n');
}

/** What keeps the gate closed: violations, then exceptions that do not hold. */
export function renderViolations({ problems, violations }: Pick<Judgement, 'problems' | 'violations'>): string {
  const parts: string[] = [];
  if (violations.length > 0)
    parts.push(
      `${violations.length} violation${violations.length === 1 ? '' : 's'}:`,
      ...violations.map(renderFinding),
    );
  if (problems.length > 0)
    parts.push(
      `${problems.length} exception${problems.length === 1 ? '' : 's'} in config/exceptions.yaml:`,
      ...problems.map((problem) => `✗ ${problem}`),
    );
  return parts.join('\n');
}

/** The exceptions in force, nearest expiry first: who decided what, and for how long. */
export function renderExceptions({ inForce }: Pick<Judgement, 'inForce'>): string {
  const rows = [...inForce]
    .sort((a, b) => a.daysLeft - b.daysLeft)
    .map(
      ({ daysLeft, exception, findings }) =>
        `  ${String(daysLeft).padStart(5)} days  ${exception.owner.padEnd(10)} ${exception.rule} at ${exception.path} (${findings.length})\n               ${exception.reason}`,
    );
  return rows.length === 0 ? 'no exceptions' : `${rows.length} exceptions in force:\n${rows.join('\n')}`;
}
