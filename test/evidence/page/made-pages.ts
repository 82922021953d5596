/** Pages for tests: one clinic, and the same as a hospital with a hundred practices. */
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import type { PageModel } from '../../../lib/evidence/page/model';
import { pageModelOf } from '../../../lib/evidence/page/parts/page-model';
import { TemplateSet } from '../../../lib/resources/template';
import { drilledWell, readBackAsDeclared, synthesizedFacts } from '../made-facts';

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 120" width="400" height="120"><rect x="1" y="1" width="398" height="118" fill="none" stroke="#888"/></svg>`;

/** Parts that other rooms make, as they may look. */
export const otherParts: Pick<PageModel, 'pictures' | 'reach' | 'cost'> = {
  pictures: [
    {
      id: 'network',
      title: 'The network',
      caption: 'One isolated network, two subnets.',
      svg: drawing,
      file: 'inventory/network.svg',
    },
  ],
  reach: {
    lead: 'For each principal and each store.',
    tables: [
      {
        columns: ['Principal', 'Store', 'Action', 'Decision', 'Statement'],
        rows: [['role/clinician', 'PhiStore', 'read', 'allowed', 'lakeside-data/Clinician/Read']],
      },
    ],
  },
  cost: {
    lead: 'Dollars a month, idle.',
    figures: [{ value: '$118.20', label: 'a month, idle' }],
    tables: [{ columns: ['Resource', 'Dollars'], numeric: [1], rows: [['Endpoints', '43.20']] }],
  },
};

/** Facts with everything shown: read back, and drilled with what was granted and used. */
export function shownFacts(facts: EvidenceFacts = synthesizedFacts('clinic')): EvidenceFacts {
  const grants = [
    {
      role: 'lakeside-drift-data',
      granted: ['s3:GetBucketPolicy', 's3:PutBucketPolicy', 'kms:Decrypt', 'sns:Publish'],
      used: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'],
      unused: [{ action: 'kms:Decrypt', reason: 'the service uses the key in the caller’s name' }],
      unexplained: ['sns:Publish'],
      missing: [],
    },
  ];
  return { ...facts, deployed: readBackAsDeclared(facts), drill: { ...drilledWell(), grants } };
}

/** The same deployment with each practice's resources a hundred times. */
export function asHospital(facts: EvidenceFacts): EvidenceFacts {
  const [only] = facts.config.practices;
  if (!only) throw new Error('a deployment has a practice');
  const practices = Array.from({ length: 100 }, (_, index) => ({ id: `p${index}`, name: `Practice ${index}, عيادة` }));
  const own = `practice-${only.id}`;
  const times = <T extends { readonly stack: string }>(one: T, rename: (id: string, one: T) => T): readonly T[] =>
    one.stack.endsWith(own) ? practices.map(({ id }) => rename(id, one)) : [one];
  const stackOf = (stack: string, id: string) => stack.replace(own, `practice-${id}`);
  const resources = facts.set.resources.flatMap((one) =>
    times(one, (id) => ({ ...one, stack: stackOf(one.stack, id) })),
  );
  return {
    ...facts,
    config: { ...facts.config, tier: 'hospital', practices },
    set: new TemplateSet(resources, facts.set.environment),
    origins: facts.origins.flatMap((one) =>
      times(one, (id) => ({
        ...one,
        stack: stackOf(one.stack, id),
        path: one.path.replace(`Practice-${only.id}`, `Practice-${id}`),
      })),
    ),
  };
}

export const modelOf = (facts: EvidenceFacts): PageModel => pageModelOf(facts, coverageOf(facts), otherParts);
