/** What the cases of a fork's own control fall short of, in words that say where to go on writing. */
import type { AnyControl } from '../../lib/controls/control';
import { nobodySaid } from '../../lib/controls/not-written';
import type { Verdict } from '../../lib/controls/verdict';
import type { OwnFixture, Plant } from './fixture';

/** Reads what a stack plants into states of a kind. */
type StatesOf = (plant: Plant, kind: AnyControl['resource']) => readonly unknown[];

type Status = Verdict['status'];

interface Case {
  readonly name: string;
  readonly wanted: Status;
  readonly states: readonly unknown[];
}

function casesOf(fixture: OwnFixture, { resource }: AnyControl, statesOf: StatesOf): readonly Case[] {
  if ('undecidableState' in fixture) {
    const { compliantState, undecidableState, violatingState } = fixture;
    return [
      { name: 'compliantState', wanted: 'compliant', states: [compliantState] },
      { name: 'violatingState', wanted: 'violated', states: [violatingState] },
      { name: 'undecidableState', wanted: 'undecidable', states: [undecidableState] },
    ];
  }
  return [
    { name: 'compliant', wanted: 'compliant', states: statesOf(fixture.compliant, resource) },
    { name: 'violating', wanted: 'violated', states: statesOf(fixture.violating, resource) },
    { name: 'undecidable', wanted: 'undecidable', states: statesOf(fixture.undecidable, resource) },
  ];
}

const isUnwritten = (verdict: Verdict): boolean =>
  verdict.status !== 'compliant' && verdict.reasons.some(({ found }) => found === nobodySaid);

/** Everything that is still to be written of a control and its cases; nothing where it is done. */
export function shortOf(control: AnyControl, fixture: OwnFixture, statesOf: StatesOf): readonly string[] {
  const file = `${control.id.replaceAll('.', '-')}.ts`;
  const judged = casesOf(fixture, control, statesOf).map((one) => ({
    ...one,
    verdicts: one.states.map((state) => control.evaluate(state)),
  }));
  if (judged.some(({ verdicts }) => verdicts.some(isUnwritten)))
    return [`${control.id} is not written: say what must hold, in evaluate of lib/controls/own/${file}`];
  return judged.flatMap(({ name, verdicts, wanted }) => {
    const where = `${name} of test/controls/own/${file}`;
    if (verdicts.length === 0) return [`${where} plants no ${control.resource.name}`];
    const others = verdicts.filter(({ status }) => status !== wanted);
    return others.map(({ status }) => `${where} is ${status}: make it ${wanted}, or mend evaluate`);
  });
}
