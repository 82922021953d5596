/** A script learns from the summary what a person reads on the page. */
import { type FoundOtherwise, foundOtherwise, otherwiseLine } from '../../../lib/cli/bundle/found';
import type { EvidenceFacts } from '../../../lib/evidence/facts';

type Given = Pick<EvidenceFacts, 'deployed' | 'operation'>;

const none: FoundOtherwise = { stacks: 0, deviating: 0, leftOut: 0, archiveProblems: 0, archiveGaps: 0 };
const stack = { stack: 'lakeside-audit', region: 'us-east-1', asSynthesized: true, attested: true };
const resource = { stack: 'lakeside-audit', logicalId: 'Key', kind: 'kms.key', owned: 2, deviations: [] };

const deployed = (more: Partial<NonNullable<Given['deployed']>>): Given => ({
  deployed: { where: 'account', resources: [], leftOut: [], ...more },
});
const operation = (more: Partial<NonNullable<Given['operation']>>): Given => ({
  operation: {
    where: 'account',
    archive: 'lakeside-archive',
    from: new Date(0),
    to: new Date(1),
    publicKeys: [],
    envelopes: new Map(),
    increments: [],
    problems: [],
    gaps: [],
    ...more,
  },
});

test('nothing is said of templates alone', () => expect(foundOtherwise({})).toBeUndefined());

test.each<[what: string, given: Given, found: Partial<FoundOtherwise>, line: string | undefined]>([
  ['all as promised', deployed({ stacks: [stack], resources: [resource] }), {}, undefined],
  [
    'a stack that somebody updated past the command',
    deployed({ stacks: [stack, { ...stack, asSynthesized: false }] }),
    { stacks: 1 },
    'The bundle tells of 1 stack that is not as promised.',
  ],
  [
    'stacks that nobody attested',
    deployed({
      stacks: [
        { ...stack, attested: false },
        { ...stack, attested: false },
      ],
    }),
    { stacks: 2 },
    'The bundle tells of 2 stacks that are not as promised.',
  ],
  [
    'a resource that is otherwise, and one that was not read',
    deployed({
      resources: [resource, { ...resource, deviations: [{ path: 'rotationEnabled', problem: 'not as declared' }] }],
      leftOut: [{ stack: 'lakeside-audit', logicalId: 'Topic', reason: 'refused' }],
    }),
    { deviating: 1, leftOut: 1 },
    'The bundle tells of 1 resource with a deviation.',
  ],
  [
    'an archive with holes',
    operation({ problems: ['evidence/a.json: removed'], gaps: [{ from: 'a', to: 'b' }] }),
    { archiveProblems: 1, archiveGaps: 1 },
    'The bundle tells of 1 problem in the archive, 1 time without an increment.',
  ],
])('%s', (_what, given, found, line) => {
  const counted = foundOtherwise(given);
  expect(counted).toEqual({ ...none, ...found });
  expect(otherwiseLine(counted ?? none)).toBe(line);
});
