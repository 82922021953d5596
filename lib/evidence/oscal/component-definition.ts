/** The constructs as an OSCAL component definition, each with the controls that are evaluated on it. Pure. */
import type { ControlCoverage, Coverage } from '../coverage/model';
import type { EvidenceFacts } from '../facts';
import { answeredBy, type ConstructComponent, constructsOf, otherComponents, watched } from './components';
import { contentId, controlId, deploymentMetadata, deploymentTitle, files, identify, prop, some } from './document';
import type {
  ComponentDefinition,
  ComponentDefinitionControlImplementation,
  DefinedComponent,
  OscalDocument,
  Property,
} from './schema-types';
import { counted, escaped, markup } from './text';

/** What a component is made of, in a sentence. */
export const madeOf = ({ path, resources, types }: ConstructComponent): string => {
  const list = types.map(([type, count]) => `${count} ${type}`).join(', ');
  return markup`Construct ${path}: ${counted(resources.length, 'resource')} (${list}).`;
};

/** Where a component is, what it is made of, and which of our controls look at it. */
export const constructProps = ({ controls, path, sources, types }: ConstructComponent): Property[] => [
  prop('construct-path', path),
  ...sources.map((source) => prop('source', source)),
  ...types.map(([type, count]) => prop('resource-type', type, { remarks: escaped(counted(count, 'resource')) })),
  ...controls.map(({ id }) => prop('control', id)),
];

/** Controls as a list in Markdown: each says what holds. */
export const listOf = (controls: readonly ControlCoverage[]): string =>
  controls.map(({ id, title }) => markup`- ${title} (${id})`).join('\n');

function implementation(
  facts: EvidenceFacts,
  coverage: Coverage,
  component: string,
  controls: readonly ControlCoverage[],
): { 'control-implementations'?: ComponentDefinitionControlImplementation[] } {
  const id = identify(facts);
  const requirements = answeredBy(controls, coverage).map(([{ item }, answering]) => ({
    uuid: id('component definition', component, item.id),
    'control-id': controlId(item.id),
    description: `Controls of the blueprint that bear on it:\n\n${listOf(answering)}`,
    props: answering.map((control) => prop('control', control.id)),
  }));
  if (requirements.length === 0) return {};
  return {
    'control-implementations': [
      {
        uuid: id('component definition', component),
        source: files.ruleInForce,
        description: 'What the blueprint checks on this component at synth and looks at again at run time.',
        'implemented-requirements': requirements,
      },
    ],
  };
}

export function componentDefinition(facts: EvidenceFacts, coverage: Coverage): OscalDocument {
  const constructs = constructsOf(facts, coverage).map(
    (construct): DefinedComponent => ({
      uuid: construct.uuid,
      type: 'service',
      title: escaped(construct.path),
      description: madeOf(construct),
      props: constructProps(construct),
      ...implementation(facts, coverage, construct.path, construct.controls),
    }),
  );
  const outside = watched(coverage);
  const watch: DefinedComponent = {
    uuid: otherComponents(facts).watch,
    type: 'service',
    title: 'Watch over what must not be there',
    description:
      'Controls on what no template declares: account settings, and things whose mere existence is a weakness.',
    ...some(
      'props',
      outside.map(({ id }) => prop('control', id)),
    ),
    ...implementation(facts, coverage, 'what must not be there', outside),
  };
  const body: Omit<ComponentDefinition, 'uuid'> = {
    metadata: deploymentMetadata(
      facts,
      deploymentTitle(facts, 'Components'),
      'One component a construct of the templates. That a control bears on an item does not say that the item is met.',
    ),
    components: [...constructs, watch],
  };
  return { 'component-definition': { uuid: contentId(body), ...body } };
}
