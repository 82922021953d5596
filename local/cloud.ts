/**
 * The local cloud, for callers: start it, deploy a synthesized cloud assembly to it, stop it.
 *
 * Two emulators stand for AWS, each on a free loopback port: MiniStack (CloudFormation, Lambda and most APIs) and moto's
 * server (the APIs that MiniStack lacks). An emulator is not AWS: see docs/local-cloud.md for what is proven on it.
 */
import type { SdkConfig } from '../lambdas/drift/live/live';

/** One line of news for a person. `phase` is stable; `message` is a whole sentence without a trailing full stop. */
export interface Progress {
  readonly phase: 'install' | 'start' | 'transform' | 'bootstrap' | 'deploy' | 'destroy' | 'stop';
  readonly message: string;
  /** Steps of this phase that are finished, and how many there are, where known. */
  readonly done?: number;
  readonly total?: number;
}

export type OnProgress = (progress: Progress) => void;

export interface LocalCloudOptions {
  /** 12 digits: the account that the configuration names. Both emulators then answer as this account. */
  readonly account: string;
  /** The region that the configuration names. */
  readonly region: string;
  readonly onProgress?: OnProgress;
}

export interface LocalCloud {
  readonly account: string;
  readonly region: string;
  /** False when the caller brought the emulators (`AWS_ENDPOINT_URL`): then `stop` leaves them alone. */
  readonly owned: boolean;
  /** Base URLs, for people and for logs. */
  readonly endpoints: { readonly ministack: string; readonly moto?: string };
  /** What a child process needs so that any AWS SDK or CLI in it speaks to this cloud and to nothing else. */
  readonly env: Readonly<Record<string, string>>;
  /** Settings for an AWS SDK v3 client, by the suffix of its package: `s3`, `cognito-identity-provider`, `guardduty`. */
  readonly clientConfig: SdkConfig;
  /** Folder with the emulators' logs. */
  readonly logs: string;
  /** Ends every process this cloud started and waits for their end. Safe to call twice. */
  stop(): Promise<void>;
}

/** How a resource of the template came to stand in the local cloud. */
export type Route =
  /** The emulator's CloudFormation made it. */
  | 'native'
  /** A `Custom::Local…` resource made it through the emulator's API. */
  | 'api'
  /** No emulator has an API for it: left out of the local templates, by name. */
  | 'left-out';

/** One resource of the synthesized templates, as it was deployed. */
export interface DeployedResource {
  readonly stack: string;
  readonly logicalId: string;
  /** As synthesized for AWS, for example `AWS::CloudTrail::Trail`; never a `Custom::Local…`. */
  readonly type: string;
  readonly route: Route;
  /** What CloudFormation calls it; absent when left out. */
  readonly physicalId?: string;
  /** Why it was left out. */
  readonly reason?: string;
}

export interface DeployedStack {
  readonly stack: string;
  readonly status: string;
  readonly seconds: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly resources: readonly DeployedResource[];
}

export interface DeployFigures {
  readonly resources: number;
  readonly native: number;
  readonly api: number;
  readonly leftOut: number;
  /** `leftOut` of `resources`, 0 to 1. */
  readonly leftOutShare: number;
}

export interface DeployReport {
  readonly stacks: readonly DeployedStack[];
  readonly figures: DeployFigures;
  /** Milliseconds by phase. */
  readonly timings: { readonly transform: number; readonly bootstrap: number; readonly deploy: number };
  /** The transformed cloud assembly that was deployed. */
  readonly localAssembly: string;
}

export interface DeployOptions {
  /** The cloud assembly that `app.synth()` wrote (`cdk.out`). It is read, never changed. */
  readonly assemblyDir: string;
  readonly cloud: LocalCloud;
  readonly onProgress?: OnProgress;
}

/**
 * Starts both emulators and waits until they answer; the first time, installs them into `.local/venv`. Whatever it
 * started is ended by `stop`, and also when this process ends by itself, by SIGINT, SIGTERM or an uncaught error.
 *
 * @throws LocalCloudError without Python ≥ 3.10 (with the two ways out), or when an emulator does not come up.
 */
export declare function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud>;

/**
 * Transforms a cloud assembly for the emulators, bootstraps them, and deploys every stack with the real CDK CLI.
 *
 * @throws LocalCloudError when a template cannot be transformed without dangling references, or a deployment fails.
 */
export declare function deployLocally(options: DeployOptions): Promise<DeployReport>;

/** Deletes every stack of a deployed assembly again, in reverse order. */
export declare function destroyLocally(options: DeployOptions): Promise<void>;
