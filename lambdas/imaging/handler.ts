/** Stores and reads images of one practice, for its clinicians. Parse, decide, act, answer. */
import { Logger } from '@aws-lambda-powertools/logger';
import { STSClient } from '@aws-sdk/client-sts';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { type Decision, decide, imagingGroup } from './decide';
import { type ImagingRequest, parseRequest } from './request';
import { openStoreWith } from './session';
import type { OpenStore, StoredImage } from './store';

/** What the handler needs of the world. */
export interface ImagingPorts {
  /** The practice whose workload this is. */
  readonly practice: string;
  readonly openStore: OpenStore;
  /** Gets reasons and opaque ids; never a name, an image, a token or an image's id. */
  readonly log: Pick<Logger, 'info' | 'error'>;
}

type Answer = APIGatewayProxyStructuredResultV2 & { readonly statusCode: number };

/** Nothing keeps PHI on its way: no cache, no guessing of types. */
const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

const answer = (statusCode: number, content: Record<string, string>): Answer => ({
  statusCode,
  headers: { ...headers, 'content-type': 'application/json' },
  body: JSON.stringify(content),
});

const answerImage = ({ content, contentType }: StoredImage): Answer => ({
  statusCode: 200,
  headers: { ...headers, 'content-type': contentType },
  isBase64Encoded: true,
  body: Buffer.from(content).toString('base64'),
});

/** Never throws: what fails is logged by name alone and answered with 502. */
export async function handle(event: unknown, ports: ImagingPorts): Promise<Answer> {
  const request = parseRequest(event);
  if (!request) {
    ports.log.info('refused', { status: 400, reason: 'malformed' });
    return answer(400, { reason: 'malformed' });
  }
  const { method, person, requestId } = request;
  const decision = decide(request, ports.practice);
  const about = { requestId, method, person: person.id };
  if (!decision.allow) {
    const { reason, status } = decision.refusal;
    ports.log.info('refused', { ...about, status, reason });
    return answer(status, { reason, requestId });
  }
  try {
    const answered = await act(request, decision, ports);
    ports.log.info('answered', { ...about, status: answered.statusCode });
    return answered;
  } catch (error) {
    // The message of an S3 error may quote the key: the name is enough to find it in CloudTrail by the request id.
    ports.log.error('failed', { ...about, status: 502, error: error instanceof Error ? error.name : typeof error });
    return answer(502, { reason: 'store-failed', requestId });
  }
}

async function act(
  request: ImagingRequest,
  decision: Extract<Decision, { allow: true }>,
  { openStore, practice }: ImagingPorts,
): Promise<Answer> {
  const { content, imageId, person } = request;
  const { action, key } = decision;
  const store = await openStore({ person: person.id, practice, group: imagingGroup, action, key });
  if (decision.action === 'store') {
    const outcome = await store.put({ content, contentType: decision.contentType });
    return outcome === 'stored' ? answer(201, { id: imageId }) : answer(409, { reason: 'exists' });
  }
  const image = await store.get();
  return image ? answerImage(image) : answer(404, { reason: 'not-available' });
}

const environmentSchema = z.object({
  AWS_REGION: z.string().min(1),
  PRACTICE: z.string().min(1),
  BUCKET: z.string().min(1),
  KEY_ARN: z.string().min(1),
  ROLE_ARN: z.string().min(1),
  SESSION_SECONDS: z.coerce.number().int().min(900).max(3600),
  /** Set by a local cloud alone, which knows buckets by path and not by host name. */
  AWS_ENDPOINT_URL: z.url().optional(),
});

function portsFrom(environment: NodeJS.ProcessEnv): ImagingPorts {
  const settings = environmentSchema.parse(environment);
  const {
    AWS_REGION: region,
    BUCKET: bucket,
    KEY_ARN: keyArn,
    ROLE_ARN: roleArn,
    SESSION_SECONDS: sessionSeconds,
  } = settings;
  const clients = { sts: new STSClient({ region }), s3: { forcePathStyle: settings.AWS_ENDPOINT_URL !== undefined } };
  return {
    practice: settings.PRACTICE,
    openStore: openStoreWith(clients, { bucket, keyArn, region, roleArn, sessionSeconds }),
    log: new Logger({ serviceName: 'imaging' }),
  };
}

let ports: ImagingPorts | undefined;

/** What Lambda calls. @public */
export const handler = (event: unknown): Promise<Answer> => {
  ports ??= portsFrom(process.env);
  return handle(event, ports);
};
