/**
 * What no template declares and only an API call makes: shared images and snapshots, console passwords, and roles of
 * somebody else. These kinds have a live reader alone. Their controls say what must not be.
 */
import type { RoleState } from './iam-role';
import { defineKind, type ResourceKind } from './kind';
import type { Value } from './value';

/** A kind without a CloudFormation type. */
const undeclared = <S>(name: string): ResourceKind<S> =>
  defineKind<S>({
    name,
    types: [],
    owned: [],
    read: ({ type, logicalId }) => {
      throw new TypeError(`${type} ${logicalId} declares no ${name}: nothing does`);
    },
  });

/** The console password of an IAM user. */
export interface LoginProfileState {
  readonly user: Value<string>;
  /** Whether whoever signs in with it may do anything: not while AWS's policy `AWSDenyAll` is attached. */
  readonly usable: Value<boolean>;
}

export const iamLoginProfile = undeclared<LoginProfileState>('iam.login-profile');

/** The second factors of an IAM user. */
export interface MfaDeviceState {
  readonly user: Value<string>;
  readonly consoleAccess: Value<boolean>;
  readonly serials: Value<readonly string[]>;
}

export const iamMfaDevice = undeclared<MfaDeviceState>('iam.mfa-device');

/** A role that no stack of the deployment declares. */
export const iamUndeclaredRole = undeclared<RoleState>('iam.undeclared-role');

/** Who else may use a snapshot or an image. */
export interface SharedState {
  readonly id: Value<string>;
  readonly public: Value<boolean>;
  readonly accounts: Value<readonly string[]>;
}

export const ec2Snapshot = undeclared<SharedState>('ec2.snapshot');
export const ec2Image = undeclared<SharedState>('ec2.image');
