/** The components of a system security plan: the system, its constructs, AWS beneath them, and the practice around them. Pure. */
import type { Coverage } from '../coverage/model';
import type { EvidenceFacts } from '../facts';
import { constructProps, madeOf } from './component-definition';
import { constructsOf, otherComponents, watched } from './components';
import { prop, some } from './document';
import type { SystemComponent } from './schema-types';
import { escaped, markup } from './text';

/** A deployment runs where it was read back in an account; a template, or a local cloud, is not one. */
export const isOperational = ({ deployed }: EvidenceFacts): boolean => deployed?.where === 'account';

const stateOf = (facts: EvidenceFacts): SystemComponent['status'] =>
  isOperational(facts) ? { state: 'operational' } : { state: 'under-development' };

/** Every component of the plan. */
export function systemComponents(facts: EvidenceFacts, coverage: Coverage): SystemComponent[] {
  const others = otherComponents(facts);
  const status = stateOf(facts);
  return [
    {
      uuid: others.system,
      type: 'this-system',
      title: 'This system',
      description: markup`The deployment ${facts.config.name} as a whole.`,
      status,
    },
    ...constructsOf(facts, coverage).map(
      (construct): SystemComponent => ({
        uuid: construct.uuid,
        type: 'service',
        title: escaped(construct.path),
        description: madeOf(construct),
        props: constructProps(construct),
        status,
      }),
    ),
    {
      uuid: others.watch,
      type: 'service',
      title: 'Watch over what must not be there',
      description: 'The drift loop, for what no template declares.',
      ...some(
        'props',
        watched(coverage).map(({ id }) => prop('control', id)),
      ),
      status,
    },
    {
      uuid: others.aws,
      type: 'service',
      title: 'Amazon Web Services',
      description:
        'The provider, under its shared responsibility model and its business associate addendum. Its reports are in AWS Artifact.',
      status: { state: 'operational' },
    },
    {
      uuid: others.practice,
      type: 'process-procedure',
      title: 'The organisation’s own processes',
      description: 'What people do and write down. The blueprint does not see it.',
      status: { state: 'other', remarks: 'Not seen from here.' },
    },
  ];
}
