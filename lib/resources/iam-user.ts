/** IAM users, access keys and groups: what must not exist. People sign in through Cognito or an identity provider. */
import { defineKind } from './kind';
import { at, str } from './read';
import { mark, type Value } from './value';

export interface UserState {
  readonly name: Value<string>;
  /** Whether a password lets it sign in to the console. */
  readonly consoleAccess: Value<boolean>;
}

export interface AccessKeyState {
  readonly user: Value<string>;
  readonly active: Value<boolean>;
}

export interface GroupState {
  readonly name: Value<string>;
}

export const iamUser = defineKind<UserState>({
  name: 'iam.user',
  types: ['AWS::IAM::User'],
  owned: [],
  read: ({ stack, logicalId, properties }) => ({
    name: str(properties, 'UserName', mark(stack, logicalId)),
    consoleAccess: at(properties, 'LoginProfile') !== undefined,
  }),
});

export const iamAccessKey = defineKind<AccessKeyState>({
  name: 'iam.access-key',
  types: ['AWS::IAM::AccessKey'],
  owned: [],
  read: ({ properties }) => ({
    user: str(properties, 'UserName', ''),
    active: str(properties, 'Status', 'Active') !== 'Inactive',
  }),
});

export const iamGroup = defineKind<GroupState>({
  name: 'iam.group',
  types: ['AWS::IAM::Group'],
  owned: [],
  read: ({ stack, logicalId, properties }) => ({ name: str(properties, 'GroupName', mark(stack, logicalId)) }),
});
