/** The assessment plan: what is looked at, by what means. Pure. */
import type { Coverage } from '../coverage/model';
import type { EvidenceFacts } from '../facts';
import { activities, objectives, reviewed } from './activities';
import { otherComponents } from './components';
import { contentId, deploymentMetadata, deploymentTitle, files, identify, prop } from './document';
import type { AssessmentAssets, AssessmentPlan, OscalDocument } from './schema-types';

/** The tool that assesses, with the versions of what it ran on. */
export function assets(facts: EvidenceFacts): AssessmentAssets {
  const { tool } = otherComponents(facts);
  return {
    components: [
      {
        uuid: tool,
        type: 'software',
        title: 'Asepsis',
        description: 'The blueprint’s own gate, read-back and drill.',
        props: Object.entries(facts.tools)
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([name, version]) => prop('tool-version', `${name} ${version}`)),
        status: { state: 'operational' },
      },
    ],
    'assessment-platforms': [
      {
        uuid: identify(facts)('platform'),
        title: 'Where the blueprint is synthesized',
        'uses-components': [{ 'component-uuid': tool }],
      },
    ],
  };
}

export function assessmentPlan(facts: EvidenceFacts, coverage: Coverage): OscalDocument {
  const own = activities(facts);
  const body: Omit<AssessmentPlan, 'uuid'> = {
    metadata: deploymentMetadata(
      facts,
      deploymentTitle(facts, 'Assessment plan'),
      'What the blueprint assesses of itself. An auditor assesses more, and does it independently.',
    ),
    'import-ssp': { href: files.plan },
    'local-definitions': { 'objectives-and-methods': objectives(coverage), activities: own },
    'reviewed-controls': reviewed(coverage),
    'assessment-subjects': [{ type: 'component', 'include-all': {} }],
    'assessment-assets': assets(facts),
    tasks: own.map(({ title = '', uuid }) => ({
      uuid: identify(facts)('task', uuid),
      type: 'action',
      title,
      'associated-activities': [{ 'activity-uuid': uuid, subjects: [{ type: 'component', 'include-all': {} }] }],
    })),
  };
  return { 'assessment-plan': { uuid: contentId(body), ...body } };
}
