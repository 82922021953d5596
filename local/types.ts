/** Asks the emulator which resource types its CloudFormation knows. */
import { CloudFormationClient, ValidateTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { SdkSettings } from '../lambdas/drift/live/live';

/** One question carries this many types: CloudFormation takes at most 500 resources a template. */
const atOnce = 400;

/**
 * Of the given types, those that the emulator's CloudFormation does not know. Asked of the emulator itself, by having it
 * validate a template with one resource of each: the list grows with its releases.
 */
export async function unknownTypes(types: Iterable<string>, settings: SdkSettings): Promise<ReadonlySet<string>> {
  const client = new CloudFormationClient({ ...settings });
  const all = [...new Set(types)].filter((type) => !type.startsWith('Custom::')).sort();
  const unknown = new Set<string>();
  try {
    for (let start = 0; start < all.length; start += atOnce) {
      for (const type of await refused(client, all.slice(start, start + atOnce))) unknown.add(type);
    }
  } finally {
    client.destroy();
  }
  return unknown;
}

async function refused(client: CloudFormationClient, types: readonly string[]): Promise<readonly string[]> {
  const resources = Object.fromEntries(types.map((type, index) => [`R${index}`, { Type: type }]));
  try {
    await client.send(new ValidateTemplateCommand({ TemplateBody: JSON.stringify({ Resources: resources }) }));
    return [];
  } catch (error) {
    const list = /Unrecognized resource types: \[([^\]]*)\]/.exec(error instanceof Error ? error.message : '')?.[1];
    // Known types without their required properties are refused for other reasons: then all of these are known.
    if (list !== undefined) return list.split(',').map((type) => type.trim());
    if (error instanceof Error && error.name === 'ValidationError') return [];
    throw error;
  }
}
