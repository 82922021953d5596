/** What a trail records, in one form: advanced selectors as they are, basic ones as the advanced ones that they mean. */
import { at, records, strs } from './read';
import { asText, type Data, findUnknown, isUnknown, unknown, type Value } from './value';

/** One test of one field; all tests of a selector must hold. */
export interface FieldTest {
  readonly field: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

export interface EventSelector {
  readonly name: string | undefined;
  readonly tests: readonly FieldTest[];
}

export const operators = ['Equals', 'StartsWith', 'EndsWith', 'NotEquals', 'NotStartsWith', 'NotEndsWith'] as const;
export type Operator = (typeof operators)[number];

const test = (field: string, operator: Operator, values: readonly string[]): FieldTest => ({ field, operator, values });

function advanced(data: Data): EventSelector {
  const fields = records(data, 'FieldSelectors');
  const tests = (isUnknown(fields) ? [] : fields).flatMap((one) =>
    operators.flatMap((operator) => {
      const values = strs(one, operator);
      return isUnknown(values) || values.length === 0 ? [] : [test(asText(one.Field), operator, values)];
    }),
  );
  const name = at(data, 'Name');
  return { name: name === undefined || name === '' ? undefined : asText(name), tests };
}

/** `All`, `ReadOnly` or `WriteOnly`, which is also the default of what leaves it out: all. */
function readOnly(data: Data): readonly FieldTest[] {
  const type = at(data, 'ReadWriteType') ?? 'All';
  return type === 'All' ? [] : [test('readOnly', 'Equals', [type === 'ReadOnly' ? 'true' : 'false'])];
}

/** A basic selector takes management events unless told otherwise, and the objects or items that it names. */
function basic(data: Data): readonly EventSelector[] {
  const wide = readOnly(data);
  const excluded = strs(data, 'ExcludeManagementEventSources');
  const without = isUnknown(excluded) || excluded.length === 0 ? [] : [test('eventSource', 'NotEquals', excluded)];
  const management = { name: undefined, tests: [test('eventCategory', 'Equals', ['Management']), ...wide, ...without] };
  const named = records(data, 'DataResources');
  const stores = (isUnknown(named) ? [] : named).map((one) => {
    const values = strs(one, 'Values');
    const arns = isUnknown(values) || values.length === 0 ? [] : [test('resources.ARN', 'StartsWith', values)];
    const type = test('resources.type', 'Equals', [asText(one.Type)]);
    return { name: undefined, tests: [test('eventCategory', 'Equals', ['Data']), type, ...wide, ...arns] };
  });
  return [...(String(at(data, 'IncludeManagementEvents') ?? true) === 'true' ? [management] : []), ...stores];
}

/** A trail without selectors records every management event (CloudTrail user guide, "Logging management events"). */
const everything: EventSelector = { name: undefined, tests: [test('eventCategory', 'Equals', ['Management'])] };

/** Reads selectors as templates and the API write them. */
export function readEventSelectors(
  advancedSelectors: Data | undefined,
  basicSelectors: Data | undefined,
): Value<readonly EventSelector[]> {
  const hidden = findUnknown({ advancedSelectors, basicSelectors });
  if (hidden) return unknown(`the event selectors at ${hidden.path}: ${hidden.why}`);
  const list = (data: Data | undefined) => (Array.isArray(data) ? (data as readonly Data[]) : []);
  if (list(advancedSelectors).length > 0) return list(advancedSelectors).map(advanced);
  if (list(basicSelectors).length > 0) return list(basicSelectors).flatMap(basic);
  return [everything];
}

/** Selectors as the API takes them. */
export const writeEventSelectors = (selectors: readonly EventSelector[]) =>
  selectors.map(({ name, tests }) => {
    const fields = [...new Set(tests.map(({ field }) => field))];
    const FieldSelectors = fields.map((field) => ({
      Field: field,
      ...Object.fromEntries(
        tests.filter((one) => one.field === field).map(({ operator, values }) => [operator, [...values]]),
      ),
    }));
    return { ...(name === undefined ? {} : { Name: name }), FieldSelectors };
  });
