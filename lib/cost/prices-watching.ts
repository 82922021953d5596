/** The prices of what watches: records, checks and detectors. `prices.ts` says where they hold. */
import type { Price } from './price';
import { aws, seen, unconfirmed } from './sources';

const guardDuty = seen('https://www.factualminds.com/blog/amazon-guardduty-pricing-data-sources-multi-account/');
const hub = seen('https://aws-gcr-wwso-security.gitbook.io/an-quan-zui-jia-shi-jian/');
const config = seen('https://www.vantage.sh/blog/aws-config-pricing');
const cloudWatch = seen('https://signoz.io/guides/cloudwatch-pricing');
const logs = seen('https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/');

export const watchingPrices = {
  'cloudtrail.data-events': { usd: 0.1, unit: '100,000 events', ...aws('cloudtrail') },
  'cloudtrail.network-events': { usd: 0.1, unit: '100,000 events', ...unconfirmed('cloudtrail') },
  'logs.ingestion': { usd: 0.5, unit: 'GB taken in', free: 5, ...logs },
  'logs.storage': { usd: 0.03, unit: 'GB-month, compressed', ...unconfirmed('cloudwatch') },
  'cloudwatch.alarm': { usd: 0.1, unit: 'alarm and month', free: 10, ...unconfirmed('cloudwatch') },
  'cloudwatch.fast-alarm': { usd: 0.3, unit: 'high-resolution alarm and month', ...unconfirmed('cloudwatch') },
  'cloudwatch.metric': { usd: 0.3, unit: 'custom metric and month', free: 10, ...cloudWatch },
  'config.item': { usd: 0.003, unit: 'configuration item, continuous', ...config },
  'config.daily-item': {
    usd: 0.012,
    unit: 'configuration item, daily',
    ...seen('https://cloudgauge.app/blog/governance-cost-trap.html'),
  },
  'config.evaluation': {
    usd: 0.001,
    unit: 'rule evaluation',
    steps: [
      { from: 100_000, usd: 0.0008 },
      { from: 500_000, usd: 0.0005 },
    ],
    ...config,
  },
  'securityhub.check': {
    usd: 0.001,
    unit: 'security check',
    steps: [
      { from: 100_000, usd: 0.0008 },
      { from: 500_000, usd: 0.0005 },
    ],
    ...hub,
  },
  'guardduty.management-events': { usd: 4, unit: 'million management events', ...guardDuty },
  'guardduty.s3-events': { usd: 0.8, unit: 'million S3 data events', ...unconfirmed('guardduty') },
  'guardduty.network-logs': { usd: 1, unit: 'GB of flow and DNS logs', ...guardDuty },
  'guardduty.malware-objects': { usd: 0.215, unit: '1,000 objects scanned', ...unconfirmed('guardduty') },
  'guardduty.malware-data': { usd: 0.09, unit: 'GB scanned', ...unconfirmed('guardduty') },
  'macie.bucket': {
    usd: 0.1,
    unit: 'bucket and month',
    ...seen('several public repositories of 2025–2026, which agree'),
  },
  'inspector.function': {
    usd: 0.3,
    unit: 'function and month, standard scan',
    ...seen('several public repositories of 2025–2026, which agree'),
  },
  'access-analyzer.unused': {
    usd: 0.2,
    unit: 'role or user and month',
    ...seen('https://www.geeksforgeeks.org/devops/activate-unused-access-analyzer/'),
  },
} satisfies Record<string, Price>;
