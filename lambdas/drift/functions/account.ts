/** The drift function of the family `account`. */
import { driftHandler } from '../handler';
import { accountSettingsLive } from '../live/account-settings';
import { organizationsPolicyLive } from '../live/organizations-policy';

export const handler = driftHandler('account', [accountSettingsLive, organizationsPolicyLive]);
