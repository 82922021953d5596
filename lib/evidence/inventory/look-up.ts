/** Small readers of a template's resources, for pictures and inventories. Pure. */
import { str, tags } from '../../resources/read';
import type { TemplateResource, TemplateSet } from '../../resources/template';
import { type Data, isKnown } from '../../resources/value';

export const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

export const word = ({ properties }: TemplateResource, path: string): string => {
  const value = str(properties, path, '');
  return isKnown(value) ? value : '';
};

export const tagOf = ({ properties }: TemplateResource, key: string): string | undefined => {
  const found = tags(properties);
  return isKnown(found) ? found[key] : undefined;
};

/** Every resource that is named by a mark anywhere in the data. */
export const marked = (data: Data | undefined, set: TemplateSet): readonly TemplateResource[] =>
  [...JSON.stringify(data ?? null).matchAll(/\{\{[^{}]+\}\}/g)].flatMap(([text]) => set.target(text) ?? []);

/** The stack's resources of a type. */
export const within = (set: TemplateSet, type: string, stack: string) =>
  set.ofType(type).filter((one) => one.stack === stack);
