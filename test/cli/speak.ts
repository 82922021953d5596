/** Runs one command line in this process, and gives what it said. */
import { run } from '../../lib/cli/program';

export interface Spoken {
  readonly code: number;
  /** Results and errors alike, as a terminal shows them. */
  readonly text: string;
}

export async function speak(...given: readonly string[]): Promise<Spoken> {
  const lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  const code = await run(['node', 'asepsis', ...given], { out: say, err: say });
  return { code, text: lines.join('\n') };
}
