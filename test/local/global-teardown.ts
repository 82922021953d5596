/** Stops and removes what global-setup.ts started, whatever the tests did. */
import { removeBundles } from './shared-bundles';

module.exports = async () => {
  await globalThis.asepsisTestCloud?.stop();
  removeBundles();
};
