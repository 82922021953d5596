/** The page on attack techniques says what the controls are today, and what the recorded attacks really called. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { controls } from '../../lib/controls';
import { techniques } from '../../lib/drift/techniques';
import { controlsHearing, threatCoverage } from '../../lib/drift/threat-coverage';
import { nameOf, stratusLogs } from '../lambdas/drift/real-logs';

const page = join(__dirname, '../../docs/threat-coverage.md');

describe('docs/threat-coverage.md', () => {
  test('is as the controls are: UPDATE_DOCS=1 writes it anew', () => {
    if (process.env.UPDATE_DOCS) writeFileSync(page, threatCoverage(controls));
    expect(readFileSync(page, 'utf8')).toBe(threatCoverage(controls));
  });

  test('has a row for every technique, and says of none more than its calls bear out', () => {
    const text = threatCoverage(controls);
    for (const technique of Object.keys(techniques)) expect(text).toContain(`| ${technique} |`);
    expect(controlsHearing(['iam:UpdateAssumeRolePolicy'], controls).map(({ id }) => id)).toContain('iam.role.trust');
    expect(controlsHearing(['bedrock:InvokeModel'], controls)).toEqual([]);
    expect(controlsHearing(['wafv2:DeleteWebACL'], controls)).toEqual([]);
  });
});

describe('the calls of a technique', () => {
  /** What the recorded logs say; where these are absent, the list stands for itself. */
  const recorded = Object.fromEntries(
    stratusLogs.map(({ name, records }) => [
      name,
      [...new Set(records.filter(({ readOnly }) => !readOnly).map(nameOf))].sort(),
    ]),
  );
  const source = stratusLogs.length > 0 ? 'the recorded logs' : 'the list alone: no recorded logs are here';

  test(`are those that CloudTrail recorded (held against ${source})`, () => {
    expect(techniques).toEqual(stratusLogs.length > 0 ? recorded : techniques);
    expect(Object.keys(techniques)).toHaveLength(35);
  });
});
