/**
 * Preloaded into the CDK CLI: it asks after a stack every 5 s, as AWS wants it, where an emulator is done in milliseconds.
 * Without this, waiting is three quarters of a local deployment.
 */
const { setTimeout: original } = globalThis;
const awsInterval = 5_000;
const localInterval = 150;

globalThis.setTimeout = Object.assign(
  (callback, delay, ...rest) => original(callback, delay === awsInterval ? localInterval : delay, ...rest),
  original,
);
