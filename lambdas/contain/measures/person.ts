/** A user of a user pool: disabled first, so that no new token is issued, then signed out everywhere. */
import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { ifAbsent } from '../../drift/live/absent';
import type { Target } from '../target';
import { defineMeasure } from './measure';

type PersonTarget = Extract<Target, { kind: 'cognito.user' }>;

interface Before {
  readonly enabled: boolean;
}

const absent = ifAbsent('UserNotFoundException', 'ResourceNotFoundException');

export const personSignedOut = defineMeasure<PersonTarget, Before>({
  kind: 'cognito.user',
  open(sdk) {
    const pools = new CognitoIdentityProviderClient(sdk('cognito-identity-provider'));
    const named = ({ name: Username, pool: UserPoolId }: PersonTarget) => ({ UserPoolId, Username });
    const isEnabled = async (target: PersonTarget) =>
      (await pools.send(new AdminGetUserCommand(named(target))).catch(absent))?.Enabled;
    return {
      async look(target) {
        const enabled = await isEnabled(target);
        return enabled === undefined ? undefined : { enabled };
      },
      async contain(target, before) {
        await pools.send(new AdminDisableUserCommand(named(target)));
        await pools.send(new AdminUserGlobalSignOutCommand(named(target)));
        return before;
      },
      holds: async (target) => (await isEnabled(target)) === false,
      async release(target, { enabled }) {
        if (enabled) await pools.send(new AdminEnableUserCommand(named(target))).catch(absent);
      },
      async isReleased(target, { enabled }) {
        const now = await isEnabled(target);
        return now === undefined || now === enabled;
      },
    };
  },
});
