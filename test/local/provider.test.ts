/** The provider function's own decisions, with makers that only remember. */
import { type Event, perform, restoreLiterals } from '../../local/provider/handler';
import {
  type Context,
  camelKeys,
  isMissingAction,
  type Maker,
  type Properties,
  tagMap,
  text,
} from '../../local/provider/maker';
import { makers, typesAtMoto } from '../../local/provider/makers';
import { localType } from '../../local/transform/template';

const event = (RequestType: Event['RequestType'], properties: Properties = {}, PhysicalResourceId?: string): Event => ({
  RequestType,
  ResponseURL: 'http://127.0.0.1:1/',
  StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/sample/abc',
  RequestId: 'r',
  LogicalResourceId: 'Thing',
  PhysicalResourceId,
  ResourceProperties: { LocalType: 'AWS::Test::Thing', ServiceToken: 'arn', ServiceTimeout: '120', ...properties },
});

interface Call {
  readonly name: string;
  readonly id?: string;
  readonly properties: Properties;
  readonly context: Context;
}

function recorder(options: { readonly updates?: boolean; readonly failure?: Error } = {}): {
  readonly maker: Maker;
  readonly calls: Call[];
} {
  const calls: Call[] = [];
  const maker: Maker = {
    create: async (properties, context) => {
      calls.push({ name: 'create', properties, context });
      return { physicalId: 'new' };
    },
    remove: async (id, properties, context) => {
      calls.push({ name: 'remove', id, properties, context });
      if (options.failure) throw options.failure;
    },
    ...(options.updates
      ? {
          update: async (id: string, properties: Properties, context: Context) => {
            calls.push({ name: 'update', id, properties, context });
            return { physicalId: id };
          },
        }
      : {}),
  };
  return { maker, calls };
}

test('create hands over the properties with their numbers and booleans, and who and where it is', async () => {
  const { maker, calls } = recorder();
  const literals = JSON.stringify([['On'], ['List', 1, 'Days']]);
  await perform(event('Create', { On: 'true', Text: 'true', List: [{}, { Days: '7' }], LocalLiterals: literals }), {
    'AWS::Test::Thing': maker,
  });
  expect(calls[0]?.properties).toEqual({ On: true, Text: 'true', List: [{}, { Days: 7 }] });
  expect(calls[0]?.context).toEqual({
    account: '111122223333',
    region: 'eu-west-1',
    generatedName: expect.stringMatching(/^sample-Thing-[0-9a-f]{8}$/),
  });
});

test.each([
  ['a maker that can', true, 'update', 'old'],
  ['a maker without one', false, 'create', 'new'],
])('update by %s', async (_, updates, name, physicalId) => {
  const { maker, calls } = recorder({ updates });
  await expect(perform(event('Update', {}, 'old'), { 'AWS::Test::Thing': maker })).resolves.toEqual({ physicalId });
  expect(calls.map((call) => call.name)).toEqual([name]);
});

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

test.each([
  ['is gone', named('TrailNotFoundException', 'Unknown trail')],
  ['cannot be removed by any action', named('InvalidAction', 'Unknown EC2 action: DeleteThing')],
])('delete of what %s is no failure', async (_, failure) => {
  const { maker } = recorder({ failure });
  await expect(perform(event('Delete', {}, 'old'), { 'AWS::Test::Thing': maker })).resolves.toEqual({
    physicalId: 'old',
  });
});

test('delete that fails for another reason fails', async () => {
  const { maker } = recorder({ failure: named('AccessDenied', 'not you') });
  await expect(perform(event('Delete', {}, 'old'), { 'AWS::Test::Thing': maker })).rejects.toThrow('not you');
});

test('a type without a maker is named', () => {
  expect(() => perform(event('Create'), {})).toThrow('AWS::Test::Thing has no maker in local/provider');
});

test('what is not a literal stays text, and a path that is gone is passed over', () => {
  expect(restoreLiterals({ A: '1', LocalLiterals: '[["B","C"]]' })).toEqual({ A: '1' });
});

test.each([
  [
    { AllSupported: true, List: [{ ResourceType: 'x' }] },
    { allSupported: true, list: [{ resourceType: 'x' }] },
  ],
  ['text', 'text'],
])('camelKeys of %j', (given, expected) => {
  expect(camelKeys(given)).toEqual(expected);
});

test('tags, as a list or as a map, become a map', () => {
  expect(tagMap([{ Key: 'a', Value: 'b' }])).toEqual({ a: 'b' });
  expect(tagMap({ a: 'b' })).toEqual({ a: 'b' });
  expect(tagMap(undefined)).toBeUndefined();
});

test('a text that is missing is named', () => {
  expect(() => text({}, 'VpcId')).toThrow('property VpcId is undefined');
});

test.each([
  ['MiniStack', 'InvalidAction', 'Unknown EC2 action: X', true],
  ['moto', 'SyntaxError', 'Unexpected token \'<\', "<!doctype "... is not valid JSON', true],
  ['a refusal', 'AccessDenied', 'not authorized', false],
])('an action that %s lacks', (_, name, message, expected) => {
  expect(isMissingAction(named(name, message))).toBe(expected);
});

test('every maker has a type that CloudFormation accepts as a custom resource, and what is only in moto has a maker', () => {
  for (const type of Object.keys(makers)) expect(localType(type)).toMatch(/^Custom::[A-Za-z0-9]{1,52}$/);
  expect(Object.keys(makers)).toEqual(expect.arrayContaining([...typesAtMoto]));
});
