/** The drill's opening act: what the emulator's CloudFormation ignored, put right by the loop's own fixers. */
import { type ReadBackReport, type ReadBackScope, readBackDeployment } from '../readback';
import type { Loop } from './loop';

export interface FirstSweep {
  /** Resources that the sweep looked at. */
  readonly visited: number;
  /** Records of the loop by outcome: what it did with what it found. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Owned properties that differed before, and that the fixers put right. */
  readonly putRight: number;
  /** What was found before, and what stands after it. */
  readonly before: ReadBackReport;
  readonly after: ReadBackReport;
}

const differing = ({ resources }: ReadBackReport): ReadonlySet<string> =>
  new Set(
    resources.flatMap(({ ignored, logicalId, stack }) => ignored.map(({ path }) => `${stack}/${logicalId} ${path}`)),
  );

/** Looks, lets the loop sweep, and looks again; what no control guards is completed by the read-back, and counted apart. */
export async function firstSweep(scope: ReadBackScope, loop: Loop): Promise<FirstSweep> {
  const before = await readBackDeployment(scope, { complete: false });
  const visited = await loop.sweep();
  const outcomes = await loop.outcomes();
  const after = await readBackDeployment(scope, { complete: true });
  const left = differing(after);
  const putRight = [...differing(before)].filter((one) => !left.has(one)).length;
  return { visited, outcomes, putRight, before, after };
}
