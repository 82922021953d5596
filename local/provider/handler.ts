/** The one function behind every `Custom::Local…` resource. Thin: parse, make, answer. */
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { type Context, isMissingAction, type Made, type Maker, type Properties } from './maker';
import { makers } from './makers';

export interface Event {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Properties;
}

/** Numbers and booleans again what they were in the template: CloudFormation hands them over as text. */
export function restoreLiterals(properties: Properties): Properties {
  const { LocalLiterals, ServiceToken: _, ServiceTimeout: __, LocalType: ___, ...rest } = properties;
  const restored = structuredClone(rest) as Record<string, unknown>;
  for (const path of JSON.parse(String(LocalLiterals ?? '[]')) as (string | number)[][]) {
    const last = path.at(-1) ?? '';
    const holder = path
      .slice(0, -1)
      .reduce<Record<string, unknown> | undefined>(
        (at, key) => at?.[key] as Record<string, unknown> | undefined,
        restored,
      );
    if (holder && typeof holder[last] === 'string') holder[last] = JSON.parse(holder[last]);
  }
  return restored;
}

function contextOf({ StackId, LogicalResourceId }: Event): Context {
  const [, , , region = '', account = '', resource = ''] = StackId.split(':');
  const stack = resource.split('/')[1] ?? '';
  const digest = createHash('sha256').update(`${StackId}/${LogicalResourceId}`).digest('hex').slice(0, 8);
  return { account, region, generatedName: `${stack}-${LogicalResourceId}`.slice(0, 50).concat('-', digest) };
}

const isGone = (error: unknown) =>
  error instanceof Error &&
  /notfound|nosuch|not found|does not exist|doesn't exist/i.test(`${error.name} ${error.message}`);

async function remove(maker: Maker, event: Event, properties: Properties): Promise<Made> {
  const physicalId = event.PhysicalResourceId ?? '';
  try {
    await maker.remove(physicalId, properties, contextOf(event));
  } catch (error) {
    if (!isGone(error) && !isMissingAction(error)) throw error;
  }
  return { physicalId };
}

/** Does what the event asks for. */
export function perform(event: Event, known: Readonly<Record<string, Maker>> = makers): Promise<Made> {
  const type = String(event.ResourceProperties.LocalType);
  const maker = known[type];
  if (!maker) throw new Error(`${type} has no maker in local/provider`);
  const properties = restoreLiterals(event.ResourceProperties);
  const physicalId = event.PhysicalResourceId ?? '';
  if (event.RequestType === 'Delete') return remove(maker, event, properties);
  if (event.RequestType === 'Update' && maker.update) return maker.update(physicalId, properties, contextOf(event));
  return maker.create(properties, contextOf(event));
}

function answer(url: string, body: object): Promise<void> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sending = request(
      url,
      { method: 'PUT', headers: { 'content-length': Buffer.byteLength(text) } },
      (response) => {
        response.resume().on('end', resolve);
      },
    );
    sending.on('error', reject).end(text);
  });
}

export async function handler(event: Event): Promise<void> {
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId } = event;
  const common = { StackId, RequestId, LogicalResourceId };
  try {
    const { physicalId, attributes = {} } = await perform(event);
    await answer(event.ResponseURL, { ...common, Status: 'SUCCESS', PhysicalResourceId: physicalId, Data: attributes });
  } catch (error) {
    const Reason = `${event.ResourceProperties.LocalType}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
    console.error(Reason);
    await answer(event.ResponseURL, {
      ...common,
      Status: 'FAILED',
      Reason,
      PhysicalResourceId: PhysicalResourceId ?? 'none',
    });
  }
}
