/**
 * CloudFormation's intrinsic functions, turned into literals, symbols or unknowns.
 *
 * Pure: what a function means depends on the template, the other templates' exports and the environment alone.
 */
import { asText, type Data, isUnknown, mark, unknown } from './value';

/** The account, region and partition that templates are read for. */
export interface Environment {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** All that an intrinsic function may look at. */
export interface Scope {
  readonly stack: string;
  readonly environment: Environment;
  readonly parameters: Readonly<Record<string, Data>>;
  readonly mappings: Readonly<Record<string, Record<string, Record<string, Data>>>>;
  /** `true`, `false`, or undefined where a condition depends on something unknown. */
  readonly condition: (name: string) => boolean | undefined;
  /** The value exported under a name by any template of the deployment. */
  readonly exported: (name: string) => Data | undefined;
}

type Node = unknown;
type Intrinsic = (argument: Node, scope: Scope) => Data | undefined;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An entry of the record itself: a template may call something `constructor`. */
const own = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;

/** Reads a node of a template. `undefined` stands for `AWS::NoValue`: the property is left out. */
export function evaluate(node: Node, scope: Scope): Data | undefined {
  if (Array.isArray(node)) return node.map((item) => evaluate(item, scope)).filter((item) => item !== undefined);
  if (!isRecord(node)) return node as Data;
  const keys = Object.keys(node);
  const only = keys.length === 1 ? keys[0] : undefined;
  const intrinsic = only === undefined ? undefined : own(intrinsics, only);
  if (intrinsic && only !== undefined) return intrinsic(node[only], scope);
  if (only?.startsWith('Fn::')) return unknown(`${only} is not understood`);
  const entries = keys.map((key): [string, Data | undefined] => [key, evaluate(node[key], scope)]);
  return Object.fromEntries(entries.filter((entry): entry is [string, Data] => entry[1] !== undefined));
}

function pseudoParameter(name: string, scope: Scope): Data | undefined {
  const { environment, stack } = scope;
  switch (name) {
    case 'AWS::AccountId':
      return environment.account;
    case 'AWS::Region':
      return environment.region;
    case 'AWS::Partition':
      return environment.partition;
    case 'AWS::URLSuffix':
      return environment.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    case 'AWS::StackName':
      return stack;
    case 'AWS::StackId':
      return mark(stack, 'AWS::StackId');
    default:
      return unknown(`the pseudo parameter ${name} is not understood`);
  }
}

function ref(argument: Node, scope: Scope): Data | undefined {
  const name = asText(argument);
  if (name === 'AWS::NoValue') return undefined;
  if (name.startsWith('AWS::')) return pseudoParameter(name, scope);
  return own(scope.parameters, name) ?? mark(scope.stack, name);
}

function getAtt(argument: Node, scope: Scope): Data {
  const parts = Array.isArray(argument) ? argument.map(asText) : asText(argument).split('.');
  const [logicalId, ...attribute] = parts;
  return logicalId === undefined ? unknown('an empty Fn::GetAtt') : mark(scope.stack, logicalId, attribute.join('.'));
}

function join(argument: Node, scope: Scope): Data {
  const [separator, list] = Array.isArray(argument) ? argument : [];
  const parts = evaluate(list, scope);
  if (!Array.isArray(parts)) return unknown('Fn::Join over a list that is not known');
  const hidden = parts.find(isUnknown);
  return hidden ?? parts.map(asText).join(asText(separator));
}

function sub(argument: Node, scope: Scope): Data {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  let hidden: Data | undefined;
  const replaced = asText(text).replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    const given = isRecord(variables) ? evaluate(own(variables, name), scope) : undefined;
    const value = given ?? (name.includes('.') ? getAtt(name, scope) : ref(name, scope));
    if (isUnknown(value)) hidden = value;
    return asText(value);
  });
  return hidden ?? replaced;
}

function split(argument: Node, scope: Scope): Data {
  const [separator, source] = Array.isArray(argument) ? argument : [];
  const text = evaluate(source, scope);
  if (typeof text !== 'string') return unknown('Fn::Split of something that is not a text');
  // A single symbol is split when it is deployed: its mark carries the pipeline.
  if (/^\{\{[^{}]+\}\}$/.test(text)) return `${text.slice(0, -2)}|split(${asText(separator)})}}`;
  return text.split(asText(separator));
}

function select(argument: Node, scope: Scope): Data {
  const [index, list] = Array.isArray(argument) ? argument : [];
  const items = evaluate(list, scope);
  const at = Number(asText(evaluate(index, scope)));
  if (typeof items === 'string' && items.endsWith(')}}')) return `${items.slice(0, -2)}|${at}}}`;
  if (!Array.isArray(items)) return isUnknown(items) ? items : unknown('Fn::Select from something that is not a list');
  return items[at] ?? unknown(`Fn::Select of item ${at} of ${items.length}`);
}

function findInMap(argument: Node, scope: Scope): Data {
  const keys = evaluate(argument, scope);
  if (!Array.isArray(keys)) return unknown('Fn::FindInMap without keys');
  const [map = '', first = '', second = ''] = keys.map(asText);
  return (
    own(own(own(scope.mappings, map), first), second) ?? unknown(`no entry ${map}.${first}.${second} in the mappings`)
  );
}

function conditional(argument: Node, scope: Scope): Data | undefined {
  const [name, whenTrue, whenFalse] = Array.isArray(argument) ? argument : [];
  const holds = scope.condition(asText(name));
  if (holds === undefined) return unknown(`the condition ${asText(name)} depends on something unknown`);
  return evaluate(holds ? whenTrue : whenFalse, scope);
}

function importValue(argument: Node, scope: Scope): Data {
  const name = evaluate(argument, scope);
  if (typeof name !== 'string') return unknown('Fn::ImportValue of a name that is not known');
  return scope.exported(name) ?? unknown(`no stack of this deployment exports ${name}`);
}

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: ref,
  'Fn::GetAtt': getAtt,
  'Fn::Join': join,
  'Fn::Sub': sub,
  'Fn::Split': split,
  'Fn::Select': select,
  'Fn::FindInMap': findInMap,
  'Fn::If': conditional,
  'Fn::ImportValue': importValue,
  'Fn::Base64': (argument, scope) => {
    const text = evaluate(argument, scope);
    return typeof text === 'string' && !text.includes('{{')
      ? Buffer.from(text).toString('base64')
      : unknown('Fn::Base64 of a symbol');
  },
};

/** Reads a condition of the template: literals only decide it. */
export function evaluateCondition(node: Node, scope: Scope): boolean | undefined {
  if (!isRecord(node)) return undefined;
  const [[name, argument] = ['', undefined]] = Object.entries(node);
  const operands = () => (Array.isArray(argument) ? argument : []).map((item) => evaluateCondition(item, scope));
  switch (name) {
    case 'Condition':
      return scope.condition(asText(argument));
    case 'Fn::Not': {
      const [inner] = operands();
      return inner === undefined ? undefined : !inner;
    }
    case 'Fn::And': {
      const all = operands();
      return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
    }
    case 'Fn::Or': {
      const all = operands();
      return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
    }
    case 'Fn::Equals': {
      const sides = (Array.isArray(argument) ? argument : []).map((side) => evaluate(side, scope));
      if (sides.some((side) => isUnknown(side) || (typeof side === 'string' && side.includes('{{')))) return undefined;
      return asText(sides[0]) === asText(sides[1]);
    }
    default:
      return undefined;
  }
}
