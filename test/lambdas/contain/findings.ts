/** Findings in the shape in which GuardDuty gives them to EventBridge: test/fixtures/guardduty. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../../lambdas/contain/finding';
import { parseRequest } from '../../../lambdas/contain/request';

export const names = [
  'brute-force-target',
  'cryptocurrency-ec2',
  'exfiltration-s3',
  'iam-anomalous-behavior',
  'instance-credential-exfiltration',
  'malware-ec2',
  'malware-s3',
  'root-use',
  'sample',
  'sequence-compromised-credentials',
  'sequence-compromised-data',
  'stealth-s3',
] as const;

export type FindingName = (typeof names)[number];

export const textOf = (name: FindingName): string =>
  readFileSync(join(__dirname, `../../fixtures/guardduty/${name}.json`), 'utf8');

export const now = new Date('2026-11-20T22:06:00.000Z');
export const approverId = 'AROAAPPROVER';

/** Parsed at the door, as the queue brings it. */
export function finding(name: FindingName, changes: Partial<Finding> = {}): Finding {
  const request = parseRequest(textOf(name), 'AIDAEVENTBRIDGE', approverId, now);
  if (request.kind !== 'finding') throw new Error(`${name} is no finding`);
  return { ...request.finding, ...changes };
}

/** A finding as GuardDuty would send it, about what a test has made. */
export function eventOf(name: FindingName, names: Readonly<Record<string, string>>, id: string): string {
  const event = JSON.parse(textOf(name)) as { detail: { id: string; severity: number } };
  event.detail.id = id;
  event.detail.severity = Math.max(event.detail.severity, 8);
  return Object.entries(names).reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(event));
}
