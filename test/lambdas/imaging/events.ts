import { randomUUID } from 'node:crypto';

/** Smallest honest content of each type: signature and a little more. */
export const images = {
  'image/png': Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
  'image/jpeg': Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]),
  'application/dicom': Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(8)]),
} as const;

export interface EventParts {
  readonly method?: string;
  readonly id?: string;
  readonly claims?: Record<string, unknown>;
  readonly contentType?: string;
  readonly content?: Buffer;
}

export const clinician = {
  sub: 'c0ffee00-0000-4000-8000-000000000001',
  token_use: 'id',
  'custom:practice': 'derm',
  'cognito:groups': '[clinician]',
  email: 'jane.roe@example.com',
};

/** An event of API Gateway, payload version 2, as it arrives behind a JWT authorizer. */
export function apiEvent({
  method = 'GET',
  id = randomUUID(),
  claims = clinician,
  contentType = 'image/png',
  content,
}: EventParts = {}): unknown {
  return {
    version: '2.0',
    routeKey: `${method} /images/{id}`,
    headers: { authorization: 'Bearer secret-token', 'Content-Type': contentType },
    requestContext: {
      requestId: 'request-1',
      http: { method, path: `/images/${id}` },
      authorizer: { jwt: { claims, scopes: null } },
    },
    pathParameters: { id },
    ...(content ? { body: content.toString('base64') } : {}),
    isBase64Encoded: content !== undefined,
  };
}
