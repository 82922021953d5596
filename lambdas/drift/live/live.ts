/**
 * Live AWS, read into the same states as templates are. The only SDK imports of drift are in this folder, one file a
 * resource kind.
 */
import type { ResourceKind } from '../../../lib/resources/kind';

type Say = (...content: unknown[]) => void;

/** What the SDK tells of its calls, in the shape that it asks for. */
export interface CallLogger {
  readonly trace: Say;
  readonly debug: Say;
  readonly info: Say;
  readonly warn: Say;
  readonly error: Say;
}

/** How to reach one service: the subset of an SDK client's configuration that differs between AWS and a local cloud. */
export interface SdkSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly maxAttempts?: number;
  /** Is told of each call: which client, which command. */
  readonly logger?: CallLogger;
}

/** Gives the settings of a service by its SDK package suffix, for example `s3`, `cognito-identity-provider`. */
export type SdkConfig = (service: string) => SdkSettings;

/** Puts one owned path of a live resource back to what is declared: read, merge, write; changes nothing else. */
export type Put<S> = {
  // A method and not a function type: the registry holds puts of every state, as it holds controls of every state.
  put(physicalId: string, declared: S, live: S): Promise<void>;
}['put'];

export interface Live<S> {
  /**
   * The live state, or `undefined` where the resource does not exist. Any other failure is thrown, never read as absence.
   *
   * @param declared the resolved declared state, for kinds whose physical id alone does not find them: an app client
   * needs its user pool
   */
  read(physicalId: string, declared?: S): Promise<S | undefined>;
  /**
   * By owned path, in the order in which they must be made where one needs another. Paths that one call writes share one
   * function. A path without a put can be noticed but not put back through the API.
   */
  readonly puts: Readonly<Record<string, Put<S>>>;
  /**
   * Makes a deleted resource anew, where it keeps its physical id: a name that we give. What gets another id is made by
   * CloudFormation alone, or its stack would lose it.
   */
  recreate?(physicalId: string, declared: S): Promise<void>;
}

/** The live side of one resource kind. `physicalId` is CloudFormation's: what `ListStackResources` calls it. */
export interface LiveKind<S> {
  readonly kind: ResourceKind<S>;
  open(sdk: SdkConfig): Live<S>;
}

export const defineLive = <S>(live: LiveKind<S>): LiveKind<S> => live;
