/** What the page on attack techniques says, and what the recorded attacks really called. That it is current: test/cli. */
import { controls } from '../../lib/controls';
import { techniques } from '../../lib/drift/techniques';
import { controlsHearing, threatCoverage } from '../../lib/drift/threat-coverage';
import { nameOf, stratusLogs } from '../lambdas/drift/real-logs';

describe('docs/threat-coverage.md', () => {
  test('has a row for every technique, and says of none more than its calls bear out', () => {
    const text = threatCoverage(controls);
    for (const technique of Object.keys(techniques)) expect(text).toContain(`| ${technique} |`);
    expect(controlsHearing(['iam:UpdateAssumeRolePolicy'], controls).map(({ id }) => id)).toContain('iam.role.trust');
    expect(controlsHearing(['bedrock:InvokeModel'], controls)).toEqual([]);
    expect(controlsHearing(['wafv2:DeleteWebACL'], controls)).toEqual([]);
  });
});

describe('the calls of a technique', () => {
  const changing = ({ records }: (typeof stratusLogs)[number]) =>
    [...new Set(records.filter(({ readOnly }) => !readOnly).map(nameOf))].sort();

  test('are each a service and an event, of 35 techniques', () => {
    expect(Object.keys(techniques)).toHaveLength(35);
    for (const call of Object.values(techniques).flat()) expect(call).toMatch(/^[a-z0-9-]+:[A-Z]\w+$/);
  });

  test(`are those that CloudTrail recorded (${stratusLogs.length} recorded techniques are here to hold them against)`, () => {
    for (const log of stratusLogs) expect([log.name, techniques[log.name]]).toEqual([log.name, changing(log)]);
    expect([0, 35]).toContain(stratusLogs.length);
  });
});
