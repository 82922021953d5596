/** A local cloud deploys stand-ins (`Custom::Local…`) for types that its CloudFormation does not know: here they are taken back. */
import type { RawResource, RawTemplate } from '../../lib/resources/template';

function restoreResource(resource: RawResource): RawResource {
  const { LocalLiterals, LocalType, ServiceTimeout, ServiceToken, ...own } = resource.Properties ?? {};
  if (!resource.Type.startsWith('Custom::Local') || typeof LocalType !== 'string') return resource;
  return { ...resource, Type: LocalType, Properties: own };
}

/** The template as it was synthesized for AWS, less what was left out of the local one. Pure. */
export const restoreLocal = (template: RawTemplate): RawTemplate => ({
  ...template,
  Resources: Object.fromEntries(
    Object.entries(template.Resources ?? {}).map(([id, resource]) => [id, restoreResource(resource)]),
  ),
});
