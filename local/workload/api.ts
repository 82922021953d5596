/** A practice's imaging API, as a client calls it. */
import type { LocalCloud } from '../cloud';

export interface ImagingAnswer {
  readonly status: number;
  /** Why it was refused, where the function said so. */
  readonly reason?: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export interface ImagingApi {
  put(id: string, content: Buffer, token?: string): Promise<ImagingAnswer>;
  get(id: string, token?: string): Promise<ImagingAnswer>;
}

function reasonOf(content: Buffer): string | undefined {
  try {
    const { reason } = JSON.parse(content.toString()) as { reason?: string };
    return reason;
  } catch {
    return undefined;
  }
}

/**
 * @param url as the practice's stack gives it, `https://<id>.execute-api.…`; the emulator serves the same API by the id
 */
export function imagingApi(url: string, { endpoints }: Pick<LocalCloud, 'endpoints'>): ImagingApi {
  const id = new URL(url).hostname.split('.')[0];
  const call = async (imageId: string, token: string | undefined, init: RequestInit): Promise<ImagingAnswer> => {
    const headers = { ...init.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
    const response = await fetch(`${endpoints.ministack}/_aws/execute-api/${id}/$default/images/${imageId}`, {
      ...init,
      headers,
    });
    const content = Buffer.from(await response.arrayBuffer());
    const contentType = response.headers.get('content-type') ?? '';
    return { status: response.status, reason: reasonOf(content), contentType, content };
  };
  return {
    put: (imageId, content, token) =>
      call(imageId, token, { method: 'PUT', body: content, headers: { 'content-type': 'image/png' } }),
    get: (imageId, token) => call(imageId, token, { method: 'GET' }),
  };
}
