import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SdkConfig } from '../../../lambdas/drift/live/live';

/** What a service would answer. A text is XML, anything else JSON. */
export interface Answer {
  readonly status?: number;
  /** Name of the error, as the service puts it into its header. */
  readonly error?: string;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call as it came over the wire. */
export interface Call {
  readonly method: string;
  /** Decoded path. */
  readonly path: string;
  readonly body: string;
  /** Action of services that name it in a header, for example `ListGrants`; empty for the others. */
  readonly action: string;
  /** `X-Amz-Target`, by which services that have one path name the action. */
  readonly target?: string;
}

export interface Recorded {
  readonly sdk: SdkConfig;
  readonly calls: readonly Call[];
  close(): Promise<void>;
}

/**
 * A service on a loopback port that answers in the shapes of AWS's API reference, for what no emulator has: the real SDK
 * clients build the requests and parse the answers.
 *
 * @param answer the answer to a call; throws for a call that is not expected
 */
export async function recorded(answer: (call: Call) => Answer): Promise<Recorded> {
  const calls: Call[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
      const target = [request.headers['x-amz-target'] ?? []].flat()[0];
      const action = target?.split('.').at(-1) ?? '';
      const call = { method: request.method ?? '', path, body: Buffer.concat(chunks).toString(), action, target };
      calls.push(call);
      const { status = 200, error, body = {}, headers = {} } = answer(call);
      if (error) response.setHeader('x-amzn-errortype', error);
      response.setHeader('content-type', typeof body === 'string' ? 'text/xml' : 'application/json');
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'recorded', secretAccessKey: 'recorded' };
  return {
    sdk: () => ({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 }),
    calls,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
