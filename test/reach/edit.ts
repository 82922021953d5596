/** Templates as they would be with something changed. */
import type { NamedTemplate, RawTemplate } from '../../lib/resources/template';

/** A statement, a resource: whatever a test writes. */
export type Loose = Record<string, never> & { [key: string]: never };
export type Edit = (resources: Record<string, { Type: string; Properties: Loose }>, stack: string) => void;

export function edited(templates: readonly NamedTemplate[], edit: Edit): readonly NamedTemplate[] {
  return templates.map(({ stack, template }) => {
    const copy = structuredClone(template) as RawTemplate;
    edit((copy.Resources ?? {}) as never, stack);
    return { stack, template: copy };
  });
}

export const each =
  (type: string, edit: (properties: Loose) => void): Edit =>
  (resources) => {
    for (const one of Object.values(resources)) if (one.Type === type) edit(one.Properties);
  };
type Statements = { Sid?: string; Condition?: object; Principal?: unknown; Action?: unknown }[];
export const statements = (properties: Loose, document = 'PolicyDocument') =>
  (properties as unknown as Record<string, { Statement: Statements }>)[document] ?? { Statement: [] };
export const without = (sid: string): Edit =>
  each('AWS::S3::BucketPolicy', (properties) => {
    const document = statements(properties);
    document.Statement = document.Statement.filter((one) => one.Sid !== sid);
  });
