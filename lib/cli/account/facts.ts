/** What preflight knows of an account. A read that failed is told apart from absence: nothing is inferred from it. */
import type { Config } from '../../config/schema';

/** An answer of AWS, or why there is none. */
export type Reading<T> =
  | { readonly read: true; readonly value: T }
  | {
      readonly read: false;
      /** The service's error. */
      readonly why: string;
    };

export const readAs = <T>(value: T): Reading<T> => ({ read: true, value });
export const unread = (why: string): Reading<never> => ({ read: false, why });

export type SingletonKey = keyof Config['existing'];

/** One thing that an account and region have at most once. `undefined` where there is none. */
export interface FoundSingleton {
  /** What AWS calls it: an id, an ARN or a short description. */
  readonly name: string;
}

export interface BootstrapFacts {
  /** Version of the CDK's bootstrap under our qualifier. */
  readonly version: string;
  /** ARN of the permissions boundary on the CloudFormation execution role. */
  readonly boundaryArn?: string;
  /** ARNs of the policies that the CloudFormation execution role has. */
  readonly executionPolicies: readonly string[];
}

export interface AccountFacts {
  /** Account of the credentials. */
  readonly caller: Reading<string>;
  /** Management account of the organisation that the account is in; `undefined` where it is in none. */
  readonly managementAccount: Reading<string | undefined>;
  /** A singleton that nothing in this blueprint declares is not read. */
  readonly singletons: Readonly<Partial<Record<SingletonKey, Reading<FoundSingleton | undefined>>>>;
  /** Types of the resources of this deployment's stacks: what they made may exist. */
  readonly ours: Reading<ReadonlySet<string>>;
  /** `undefined` where the account and region are not bootstrapped. */
  readonly bootstrap: Reading<BootstrapFacts | undefined>;
  /** Regions that the account has not opted in to. */
  readonly closedRegions: Reading<readonly string[]>;
  /** Availability zones of the configured region. */
  readonly zones: Reading<readonly string[]>;
  /** Addresses that have not confirmed their subscription to the alarms; `undefined` before the first deploy. */
  readonly unconfirmed: Reading<readonly string[] | undefined>;
}
