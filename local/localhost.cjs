/**
 * Preloaded into every Node process of the local cloud: names under `localhost` mean this machine (RFC 6761, 6.3), also
 * where the system's resolver does not say so. S3 Control and API Gateway put account and API ids before the host name.
 */
const dns = require('node:dns');

const isLocal = (hostname) => typeof hostname === 'string' && /(^|\.)localhost$/i.test(hostname);

if (!dns.asepsisLocalhost) {
  const { lookup } = dns;
  dns.asepsisLocalhost = true;
  dns.lookup = (hostname, options, callback) => {
    if (!isLocal(hostname)) return lookup(hostname, options, callback);
    const answer = typeof options === 'function' ? options : callback;
    const all = typeof options === 'object' && options !== null && options.all;
    process.nextTick(() => (all ? answer(null, [{ address: '127.0.0.1', family: 4 }]) : answer(null, '127.0.0.1', 4)));
    return {};
  };
}
