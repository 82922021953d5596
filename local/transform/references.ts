/** Which logical ids a part of a template refers to. Pure. */

/** A reference and the way it was made, for messages: `Ref`, `Fn::GetAtt` or `Fn::Sub`. */
export interface Reference {
  readonly id: string;
  readonly by: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function ofSub(argument: unknown): Reference[] {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return [];
  const own = new Set(isRecord(variables) ? Object.keys(variables) : []);
  const names = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => String(name).trim());
  const ids = names
    .filter((name) => !own.has(name) && !name.startsWith('AWS::'))
    .map((name) => name.split('.')[0] ?? name);
  return [...ids.map((id) => ({ id, by: 'Fn::Sub' })), ...references(variables)];
}

function ofGetAtt(argument: unknown): Reference[] {
  const [id] = Array.isArray(argument) ? argument : String(argument).split('.');
  return [{ id: String(id), by: 'Fn::GetAtt' }];
}

/** Every reference anywhere in a value of a template, pseudo parameters left out. */
export function references(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isRecord(value)) return [];
  const entries = Object.entries(value);
  const [key, argument] = entries.length === 1 && entries[0] ? entries[0] : ['', undefined];
  if (key === 'Ref') return String(argument).startsWith('AWS::') ? [] : [{ id: String(argument), by: 'Ref' }];
  if (key === 'Fn::GetAtt') return ofGetAtt(argument);
  if (key === 'Fn::Sub') return ofSub(argument);
  return entries.flatMap(([, one]) => references(one));
}

/** Logical ids of a resource's DependsOn, which is one or a list. */
export const dependencies = (dependsOn: unknown): readonly string[] =>
  (Array.isArray(dependsOn) ? dependsOn : dependsOn === undefined ? [] : [dependsOn]).map(String);
