/** What API Gateway sends (HTTP API, payload version 2), parsed at the door. */
import * as z from 'zod';

/** API Gateway writes a claim of several values as one text: `[clinician auditor]`. */
const groupsClaim = z
  .union([z.array(z.string()), z.string()])
  .default([])
  .transform((claim) =>
    (typeof claim === 'string' ? claim.replace(/^\[|\]$/g, '').split(/[\s,]+/) : claim).filter((group) => group !== ''),
  );

const claimsSchema = z
  .object({
    sub: z.string().regex(/^[\w-]{1,64}$/),
    token_use: z.string(),
    'custom:practice': z.string().optional(),
    'cognito:groups': groupsClaim,
  })
  .transform((claims) => ({
    id: claims.sub,
    tokenUse: claims.token_use,
    practice: claims['custom:practice'],
    groups: claims['cognito:groups'],
  }));

/** The person who asks, from claims that API Gateway has verified. */
export type Person = z.output<typeof claimsSchema>;

const eventSchema = z.object({
  requestContext: z.object({
    requestId: z.string().min(1),
    http: z.object({ method: z.enum(['GET', 'PUT']) }),
    authorizer: z.object({ jwt: z.object({ claims: claimsSchema }) }),
  }),
  // Images are named by random ids: a name that said whose image it is would put PHI into logs and keys.
  pathParameters: z.object({ id: z.uuid() }),
  headers: z.record(z.string(), z.string().optional()).default({}),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().default(false),
});

export interface ImagingRequest {
  readonly requestId: string;
  readonly method: 'GET' | 'PUT';
  readonly imageId: string;
  readonly person: Person;
  /** As the client states it, without parameters. */
  readonly contentType: string | undefined;
  readonly content: Uint8Array;
}

/** @returns undefined for an event that is none of ours: without an authorizer, with another method, with a bad id */
export function parseRequest(event: unknown): ImagingRequest | undefined {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) return undefined;
  const { body, headers, isBase64Encoded, pathParameters, requestContext } = parsed.data;
  const header = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return {
    requestId: requestContext.requestId,
    method: requestContext.http.method,
    imageId: pathParameters.id.toLowerCase(),
    person: requestContext.authorizer.jwt.claims,
    contentType: header?.split(';')[0]?.trim().toLowerCase(),
    content: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}
