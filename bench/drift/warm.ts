/**
 * A drift function as it is deployed, in this process, warm: its bundle, its own handler, the environment of the deployed
 * one. A message in is an event; one out is how long the handler took and which requests it sent. Started by `ours.ts`.
 *
 *   node --import tsx bench/drift/warm.ts <bundle>
 */
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { SQSBatchResponse } from 'aws-lambda';

type Handler = (event: object, context: object) => Promise<SQSBatchResponse>;

/** Services in the order of their requests, from the scope of each signature: Node tells of every request that is sent. */
const requests: string[] = [];
for (const channel of ['http.client.request.start'])
  subscribe(channel, (message) => {
    const { request } = message as { readonly request: ClientRequest };
    requests.push(/\/([a-z0-9-]+)\/aws4_request/.exec(String(request.getHeader('authorization')))?.[1] ?? 'unsigned');
  });

const say = (content: object) => process.send?.(content);

async function handled(handler: Handler, body: string) {
  requests.length = 0;
  const context = {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    awsRequestId: String(performance.now()),
    getRemainingTimeInMillis: () => 60_000,
  };
  const enteredAt = Date.now();
  const began = performance.now();
  const { batchItemFailures } = await handler({ Records: [{ messageId: '1', body, eventSource: 'aws:sqs' }] }, context);
  const ms = performance.now() - began;
  say({ ms, enteredAt, calls: [...requests], failed: batchItemFailures.length > 0 });
}

const [bundle = ''] = process.argv.slice(2);
const began = performance.now();
const { handler } = require(bundle) as { readonly handler: Handler };
process.on('message', (body: string) => void handled(handler, body));
say({ startMs: performance.now() - began });
