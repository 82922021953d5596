/** Starts the local cloud that all tests of the project `cloud` share. */
import { type LocalCloud, startLocalCloud } from '../../local/cloud';
import { shareCloud } from './shared-cloud';

declare global {
  var asepsisTestCloud: LocalCloud | undefined;
}

module.exports = async () => {
  globalThis.asepsisTestCloud = await startLocalCloud({ account: '111122223333', region: 'us-east-1' });
  shareCloud(globalThis.asepsisTestCloud);
};
