/**
 * Symbols turned into physical values: every mark `{{stack/Id}}`, `{{stack/Id.Attr}}` and pipeline
 * `{{stack/Id.Attr|split(:)|5}}` of a declared state, by what the deployment made of it.
 *
 * Pure: what exists is given. What cannot be known becomes an unknown that says why, and is then neither compared nor
 * put back.
 */
import { attributeOf } from './attributes';
import type { Environment } from './intrinsics';
import type { TemplateSet } from './template';
import { isUnknown, mark, type Unknown, unknown, type Value } from './value';

/** One row of `ListStackResources`. */
export interface StackResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
}

/** What a mark stands for; `attribute` is undefined for `Ref`. Some attributes are lists. */
export type Lookup = (
  stack: string,
  logicalId: string,
  attribute: string | undefined,
) => Value<string | readonly string[]>;

/** One mark: stack, logical id, attribute, pipeline. Dynamic references (`{{resolve:…}}`) have no such stack name. */
const markPattern = /\{\{([A-Za-z][A-Za-z0-9-]*)\/([A-Za-z0-9:]+)(?:\.([A-Za-z0-9._:-]+))?((?:\|[^{}]*)?)\}\}/g;
const dynamicReference = /\{\{resolve:[^{}]*\}\}/;
const step = /^\|(?:split\((.*?)\)(?=\||$)|(\d+)(?=\||$))/;

type Piece = string | readonly string[];

/** Runs `|split(:)|5` over a value. */
function runPipeline(pipeline: string, start: Piece, whole: string): Value<Piece> {
  let value: Piece = start;
  let rest = pipeline;
  while (rest !== '') {
    const found = step.exec(rest);
    if (!found) return unknown(`the pipeline of ${whole} is not understood at ${JSON.stringify(rest)}`);
    const [all, separator, index] = found;
    if (separator !== undefined) {
      if (typeof value !== 'string') return unknown(`${whole} splits what is a list already`);
      value = value.split(separator);
    } else {
      const item: string | undefined = typeof value === 'string' ? undefined : value[Number(index)];
      if (item === undefined) return unknown(`${whole} selects item ${index} of ${JSON.stringify(value)}`);
      value = item;
    }
    rest = rest.slice(all.length);
  }
  return value;
}

function resolveMark(found: RegExpMatchArray, lookup: Lookup): Value<Piece> {
  const [whole, stack = '', logicalId = '', attribute, pipeline = ''] = found;
  const value = lookup(stack, logicalId, attribute);
  return isUnknown(value) ? value : runPipeline(pipeline, value, whole);
}

/** A text with its marks replaced; a list where the whole text is one mark that stands for a list. */
function resolveText(text: string, lookup: Lookup): Value<Piece> {
  if (!text.includes('{{')) return text;
  const dynamic = dynamicReference.exec(text);
  if (dynamic) return unknown(`${dynamic[0]} is a dynamic reference, which only CloudFormation resolves`);
  let result = '';
  let end = 0;
  for (const found of text.matchAll(markPattern)) {
    const value = resolveMark(found, lookup);
    if (isUnknown(value)) return value;
    if (typeof value !== 'string') {
      if (found[0] === text) return value;
      return unknown(`${found[0]} is a list inside the text ${JSON.stringify(text)}`);
    }
    result += text.slice(end, found.index) + value;
    end = found.index + found[0].length;
  }
  result += text.slice(end);
  return result.includes('{{') ? unknown(`a mark in ${JSON.stringify(text)} is not understood`) : result;
}

function resolveRecord(record: object, lookup: Lookup): unknown {
  const entries: [string, unknown][] = [];
  for (const [key, child] of Object.entries(record)) {
    // A key is a text too: the condition keys of an OIDC trust name its provider.
    const name = resolveText(key, lookup);
    if (typeof name !== 'string') return isUnknown(name) ? name : unknown(`the key ${key} is a list`);
    entries.push([name, resolve(child, lookup)]);
  }
  return Object.fromEntries(entries);
}

function resolve(node: unknown, lookup: Lookup): unknown {
  if (typeof node === 'string') return resolveText(node, lookup);
  if (Array.isArray(node)) return node.map((item) => resolve(item, lookup));
  if (typeof node !== 'object' || node === null || isUnknown(node)) return node;
  return resolveRecord(node, lookup);
}

/**
 * A state with every mark replaced by its physical value. Literals and unknowns stay as they are; a mark that cannot be
 * resolved becomes an unknown in its place.
 */
export const resolveState = <S>(state: S, lookup: Lookup): S => resolve(state, lookup) as S;

/**
 * A lookup over what CloudFormation deployed.
 *
 * @param resources rows of `ListStackResources` of every stack; a row whose logical id is `AWS::StackId` gives a
 * stack's own id
 * @param declared the templates: a role's path, for one, stands in its ARN but in no row. Their types win over the
 * rows', since a local cloud may deploy a stand-in of another type
 */
export function physicalLookup(
  resources: readonly StackResource[],
  environment: Environment,
  declared?: TemplateSet,
): Lookup {
  const rows = new Map(resources.map((row) => [`${row.stack}/${row.logicalId}`, row]));
  const lookup: Lookup = (stack, logicalId, attribute) => {
    const row = rows.get(`${stack}/${logicalId}`);
    if (!row) return unknown(`${stack}/${logicalId} is not deployed`);
    if (attribute === undefined) return row.physicalId;
    const template = declared?.target(mark(stack, logicalId));
    const type = template?.type ?? row.type;
    const property = (name: string): Value<string> | undefined => {
      const value = template?.properties[name];
      if (value === undefined) return undefined;
      return textOf(resolve(value, lookup), `${stack}/${logicalId} ${name}`);
    };
    const known = template !== undefined;
    return attributeOf({ type, attribute, id: row.physicalId, environment, property, known });
  };
  return lookup;
}

function textOf(value: unknown, where: string): string | Unknown {
  if (isUnknown(value)) return value;
  return typeof value === 'object' ? unknown(`${where} is not a text`) : String(value);
}
