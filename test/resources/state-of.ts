import type { ResourceKind } from '../../lib/resources/kind';
import { type RawResource, readTemplates, type TemplateSet } from '../../lib/resources/template';

const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };

export type Resources = Readonly<Record<string, RawResource>>;
const setOf = (resources: Resources): TemplateSet =>
  readTemplates(
    [{ stack: 's', template: { Parameters: { Open: { Type: 'String' } }, Resources: resources } }],
    environment,
  );

/** The state of the first resource of a kind. */
export function stateOf<S>(kind: ResourceKind<S>, resources: Resources): S {
  const set = setOf(resources);
  const [first] = kind.types.flatMap((type) => set.ofType(type));
  if (!first) throw new Error(`no ${kind.name} is declared`);
  return kind.read(first, set);
}
/** A raw resource of a template. */
export const resource = (Type: string, Properties: Record<string, unknown> = {}): RawResource => ({ Type, Properties });
/** A value that nobody can know. */
export const open = { Ref: 'Open' };
