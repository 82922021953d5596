/** Every section, whatever becomes of the others: what a service refuses or lacks is said, and never left out in silence. */
import type { Sections } from '../../lib/attest/increment';
import type { EvidencePorts, Gathered, Period } from './ports';

/** The reason in a line, without the ids of sessions and requests, which may be called after persons. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed without an error';
  const line = (error.message.split('\n')[0] ?? '').replace(/arn:[^\s"',]+/g, 'arn').slice(0, 200);
  return line === '' ? error.name : `${error.name}: ${line}`;
}

async function sectionOf<T>(gathering: () => Promise<Gathered<T>>) {
  try {
    const { items, left } = await gathering();
    return { status: 'gathered' as const, items: [...items], ...(left === undefined ? {} : { left }) };
  } catch (error) {
    return { status: 'refused' as const, why: reasonOf(error) };
  }
}

export async function gather(
  { log, sources }: Pick<EvidencePorts, 'sources' | 'log'>,
  period: Period,
): Promise<Sections> {
  const [drift, responses, rules, restores, roles, users, people] = await Promise.all([
    sectionOf(() => sources.drift(period)),
    sectionOf(() => sources.responses(period)),
    sectionOf(() => sources.rules(period)),
    sectionOf(() => sources.restores(period)),
    sectionOf(() => sources.roles(period)),
    sectionOf(() => sources.users(period)),
    sectionOf(() => sources.people(period)),
  ]);
  const sections: Sections = { drift, responses, rules, restores, roles, users, people };
  for (const [name, section] of Object.entries(sections))
    if (section.status === 'refused')
      log.error('a source of evidence gave nothing', { source: name, why: section.why });
  return sections;
}
