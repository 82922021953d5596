/** The practice's image store, opened for one person and one object. */

/** Who acts on what: becomes the session's tags and its policy. */
export interface SessionRequest {
  readonly person: string;
  readonly practice: string;
  readonly group: string;
  readonly action: 'read' | 'store';
  readonly key: string;
}

export interface StoredImage {
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** What a session can do. Nothing else is reachable with its credentials. */
export interface ImageStore {
  /** @returns `exists` where an image of that name is stored already: images are never overwritten */
  put(image: StoredImage): Promise<'stored' | 'exists'>;
  /** @returns undefined where there is none, or the store does not give it out (malware was found in it) */
  get(): Promise<StoredImage | undefined>;
}

export type OpenStore = (session: SessionRequest) => Promise<ImageStore>;
