/** Whether a state says all that a template says of a resource: what it leaves out would be lost in making anew. */
import type { TemplateResource, TemplateSet } from './template';

/** Whether the template names no property but these, which the state holds. */
export const namesOnly = ({ properties }: TemplateResource, held: readonly string[]): boolean =>
  Object.keys(properties).every((name) => held.includes(name));

/** Whether nothing of these types hangs on the resource: AWS deletes it with what it hangs on. */
export const bearsNone = (
  resource: TemplateResource,
  set: TemplateSet,
  hanging: readonly (readonly [type: string, property: string])[],
): boolean => hanging.every(([type, property]) => set.attached(resource, type, property).length === 0);
