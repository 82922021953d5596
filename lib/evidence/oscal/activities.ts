/** How the deployment is assessed: the gate at synth, the read-back, the drill, samples of a period. And what of each item is assessed at all. Pure. */
import type { ControlCoverage, Coverage, ItemCoverage } from '../coverage/model';
import { judgedControls } from '../coverage/verdict';
import type { EvidenceFacts } from '../facts';
import { listOf } from './component-definition';
import { controlId, identify, objectiveId } from './document';
import type { Activity, LocalObjective, ReviewedControls } from './schema-types';
import { escaped } from './text';

export type Means = 'gate' | 'read-back' | 'drill' | 'operation';

const means: readonly (readonly [name: Means, title: string, description: string])[] = [
  [
    'gate',
    'The gate at synth',
    'Each control is evaluated on each resource of its kind in the templates. A synth with a violation that no exception in force covers fails.',
  ],
  [
    'read-back',
    'The read-back',
    'Each deployed resource is read through the API of AWS, or of an emulator where the deployment is local, and compared with what the template declares.',
  ],
  [
    'drill',
    'The drill',
    'Each control is broken by an API call that can break it. The drift loop has to notice, and to put back what it is to put back.',
  ],
  [
    'operation',
    'The record of operation',
    'Increments of operating evidence, signed and linked, are read from the archive; each record of drift in them is a sample of the controls that it is of.',
  ],
];

export const activityId = (facts: EvidenceFacts, name: Means): string => identify(facts)('activity', name);

export const activities = (facts: EvidenceFacts): Activity[] =>
  means.map(([name, title, description]) => ({
    uuid: activityId(facts, name),
    title,
    description,
    props: [{ name: 'method', value: name === 'drill' ? 'TEST' : 'EXAMINE' }],
  }));

/** Items that ask for a mechanism, with our controls for it. What people do and write down is not assessed by a tool. */
export function assessed(
  coverage: Coverage,
): readonly (readonly [item: ItemCoverage, controls: readonly ControlCoverage[]])[] {
  const byId = new Map(coverage.controls.map((control) => [control.id, control]));
  return coverage.items.flatMap((covered) => {
    const own = judgedControls(covered, byId);
    return own.length > 0 ? [[covered, own] as const] : [];
  });
}

/** What is assessed of an item: that certain controls hold, which is less than that the item is met. */
export const objectives = (coverage: Coverage): LocalObjective[] =>
  assessed(coverage).map(([{ item }, controls]) => ({
    'control-id': controlId(item.id),
    description: 'That these controls hold is less than that the item is met: whether it is met is not assessed here.',
    parts: [
      {
        id: objectiveId(item.id),
        name: 'assessment-objective',
        title: escaped(`Controls of the blueprint for ${item.id}`),
        prose: `Each of these holds wherever it applies:\n\n${listOf(controls)}`,
      },
    ],
  }));

export const reviewed = (coverage: Coverage): ReviewedControls => ({
  description:
    'The items that ask for a mechanism, and that controls of the blueprint bear on. What people do and write down is not among them.',
  'control-selections': [
    { 'include-controls': assessed(coverage).map(([{ item }]) => ({ 'control-id': controlId(item.id) })) },
  ],
  'control-objective-selections': [
    { 'include-objectives': assessed(coverage).map(([{ item }]) => ({ 'objective-id': objectiveId(item.id) })) },
  ],
});
