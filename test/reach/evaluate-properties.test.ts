import fc from 'fast-check';
import type { Context, Fact } from '../../lib/reach/context';
import { evaluate, type Outcome } from '../../lib/reach/evaluate';
import type { Layers } from '../../lib/reach/layers';
import type { Request } from '../../lib/reach/request';
import {
  nobody,
  onResource,
  ours,
  policy,
  request,
  role,
  roleArn,
  sessionArn,
  stranger,
  theirs,
  user,
  userArn,
} from './policies';

const oneOf = fc.constantFrom;
const actions = fc.oneof(
  fc.record({ Action: oneOf('*', 's3:*', 's3:GetObject', 's3:PutObject', 'S3:get*') }),
  fc.record({ NotAction: oneOf('s3:Put*', 's3:GetObject', 'iam:*') }),
);
const resources = fc.oneof(
  fc.record({
    Resource: oneOf(
      '*',
      'arn:aws:s3:::b/*',
      'arn:aws:s3:::b/a',
      'arn:aws:s3:::c/*',
      'arn:aws:s3:::${aws:PrincipalTag/x}/*',
    ),
  }),
  fc.record({ NotResource: oneOf('arn:aws:s3:::b/a', 'arn:aws:s3:::c/*') }),
);
const keys = oneOf('aws:PrincipalTag/x', 'aws:SourceVpc');
const values = fc.array(oneOf('b', 'c', 'b*', '${aws:SourceVpc}'), { minLength: 1, maxLength: 2 });
const operator = oneOf(
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringEqualsIfExists',
  'ForAllValues:StringEquals',
);
const conditions = fc.oneof(
  fc.constant({}),
  fc.tuple(operator, keys, values).map(([name, key, list]) => ({ Condition: { [name]: { [key]: list } } })),
  fc.tuple(keys, oneOf('true', 'false')).map(([key, wanted]) => ({ Condition: { Null: { [key]: wanted } } })),
);
const principals = fc.oneof(
  fc.record({
    Principal: oneOf<object | string>(
      '*',
      { AWS: ours },
      { AWS: theirs },
      { AWS: roleArn },
      { AWS: userArn },
      { AWS: sessionArn },
    ),
  }),
  fc.record({ NotPrincipal: fc.record({ AWS: oneOf(roleArn, userArn, ours) }) }),
);
const effects = fc.record({ Effect: oneOf('Allow', 'Deny') });
const join = (parts: readonly object[]): object => Object.assign({}, ...parts);
const plain = fc.tuple(effects, actions, resources, conditions).map(join);
const based = fc.tuple(effects, actions, resources, conditions, principals).map(join);
const some = (of: fc.Arbitrary<object>) => fc.array(of, { maxLength: 3 });

/** Every layer's statements. */
interface Model {
  readonly identity: readonly object[];
  readonly resource: readonly object[];
  readonly boundary: readonly object[] | undefined;
  readonly session: readonly object[] | undefined;
  readonly endpoint: readonly object[] | undefined;
  readonly scp: readonly object[] | undefined;
  readonly required: boolean;
}

const maybe = (of: fc.Arbitrary<object>) => fc.option(some(of), { nil: undefined, freq: 1 });
const models: fc.Arbitrary<Model> = fc.record({
  identity: some(plain),
  resource: some(based),
  boundary: maybe(plain),
  session: maybe(plain),
  endpoint: maybe(based),
  scp: maybe(plain),
  required: fc.boolean(),
});

const layersOf = (model: Model): Layers => {
  const list = (name: string, statements: readonly object[] | undefined) => statements && [policy(name, ...statements)];
  const scp = list('scp', model.scp);
  return {
    identity: list('identity', model.identity) ?? [],
    resource: { ...onResource(...model.resource), required: model.required },
    boundary: list('boundary', model.boundary),
    session: list('session', model.session),
    endpoint: list('endpoint', model.endpoint),
    scp: scp && [scp],
  };
};

const facts: fc.Arbitrary<Fact> = fc.oneof(
  fc.constant<Fact>('absent'),
  oneOf('b', 'c', 'd').map((one) => [one]),
);
const blanks: fc.Arbitrary<Fact> = fc.oneof(facts, oneOf<Fact>('unknown', 'open'));
const contexts = (of: fc.Arbitrary<Fact>): fc.Arbitrary<Context> =>
  fc.record({ 'aws:principaltag/x': of, 'aws:sourcevpc': of });
const requests = (of: fc.Arbitrary<Fact>): fc.Arbitrary<Request> =>
  fc
    .tuple(
      oneOf(role, user, stranger, nobody),
      oneOf('s3:GetObject', 's3:PutObject'),
      oneOf('arn:aws:s3:::b/a', 'arn:aws:s3:::c/d'),
      contexts(of),
    )
    .map(([principal, action, resource, context]) => request({ principal, action, resource, context }));

const outcome = (asked: Request, model: Model): Outcome => evaluate(asked, layersOf(model)).outcome;
const rank: Readonly<Record<Outcome, number>> = { denied: 0, undecided: 1, allowed: 2 };
type Part = 'identity' | 'resource' | 'boundary' | 'session' | 'endpoint' | 'scp';
const parts = oneOf<Part>('identity', 'resource', 'boundary', 'session', 'endpoint', 'scp');
const isBased = (part: Part) => part === 'resource' || part === 'endpoint';

/** A statement more in a layer that is there. */
function withOne(model: Model, part: Part, one: object, place: number): Model {
  const list = model[part];
  if (list === undefined) return model;
  const at = place % (list.length + 1);
  return { ...model, [part]: [...list.slice(0, at), one, ...list.slice(at)] };
}

const runs = { numRuns: 1500 };
const more = fc.tuple(parts, plain, principals, fc.nat(3));
const statement = (part: Part, one: object, who: object, effect: string) => ({
  ...one,
  ...(isBased(part) ? who : {}),
  Effect: effect,
});

describe('whatever the policies', () => {
  test('a deny more never allows more', () => {
    fc.assert(
      fc.property(models, requests(blanks), more, (model, asked, [part, one, who, place]) => {
        const after = withOne(model, part, statement(part, one, who, 'Deny'), place);
        expect(rank[outcome(asked, after)]).toBeLessThanOrEqual(rank[outcome(asked, model)]);
      }),
      runs,
    );
  });

  test('an allow more never allows less', () => {
    fc.assert(
      fc.property(models, requests(blanks), more, (model, asked, [part, one, who, place]) => {
        const after = withOne(model, part, statement(part, one, who, 'Allow'), place);
        expect(rank[outcome(asked, after)]).toBeGreaterThanOrEqual(rank[outcome(asked, model)]);
      }),
      runs,
    );
  });

  test('the order of statements does not matter', () => {
    fc.assert(
      fc.property(models, requests(blanks), parts, (model, asked, part) => {
        const turned = { ...model, [part]: model[part] && [...model[part]].reverse() };
        expect(outcome(asked, turned)).toBe(outcome(asked, model));
      }),
      runs,
    );
  });

  test('widening the resources of an allow never denies', () => {
    fc.assert(
      fc.property(models, requests(blanks), plain, (model, asked, one) => {
        const { NotResource: _none, ...rest } = { NotResource: undefined, ...one, Effect: 'Allow' };
        const before = { ...model, identity: [...model.identity, { ...one, Effect: 'Allow' }] };
        const after = { ...model, identity: [...model.identity, { ...rest, Resource: '*' }] };
        expect(rank[outcome(asked, after)]).toBeGreaterThanOrEqual(rank[outcome(asked, before)]);
      }),
      runs,
    );
  });

  test.each(['boundary', 'session', 'endpoint', 'scp'] as const)('a %s only narrows', (part) => {
    fc.assert(
      fc.property(models, requests(blanks), (model, asked) => {
        expect(rank[outcome(asked, model)]).toBeLessThanOrEqual(rank[outcome(asked, { ...model, [part]: undefined })]);
      }),
      runs,
    );
  });

  test('what is decided stays so when more becomes known', () => {
    fc.assert(
      fc.property(
        models,
        requests(facts),
        fc.subarray(['aws:principaltag/x', 'aws:sourcevpc']),
        (model, asked, hidden) => {
          const blank = Object.fromEntries(hidden.map((key) => [key, 'unknown' as const]));
          const open = outcome({ ...asked, context: { ...asked.context, ...blank } }, model);
          if (open !== 'undecided') expect(open).toBe(outcome(asked, model));
        },
      ) as never,
    );
  });

  test('nothing is left undecided where everything is known, NotPrincipal and several values aside', () => {
    const clear = fc.tuple(effects, actions, resources, conditions).map(join);
    const known = models.map((model) => ({
      ...model,
      resource: model.resource.filter((one) => 'Principal' in one),
      endpoint: undefined,
    }));
    fc.assert(
      fc.property(known, some(clear), requests(facts), (model, identity, asked) => {
        expect(outcome(asked, { ...model, identity })).not.toBe('undecided');
      }),
      runs,
    );
  });

  test('allowed and denied are both reached', () => {
    const seen = new Set(
      fc
        .sample(fc.tuple(models, requests(facts)), { numRuns: 500, seed: 1 })
        .map(([model, asked]) => outcome(asked, model)),
    );
    expect(seen.has('allowed') && seen.has('denied')).toBe(true);
  });
});
