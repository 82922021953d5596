/** Stops and removes what global-setup.ts started, whatever the tests did. */
module.exports = async () => {
  await globalThis.asepsisTestCloud?.stop();
};
