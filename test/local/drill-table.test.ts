import type { DrillRow } from '../../local/drill/drill';
import { drillTable } from '../../local/drill/table';

const row: DrillRow = {
  control: 'cloudtrail.trail.logging',
  kind: 'cloudtrail.trail',
  proof: 'live',
  mode: 'enforce',
  brokenBy: 'cloudtrail:StopLogging',
  outcome: 'fixed',
  noticedMs: 41,
  fixedMs: 98,
  verified: true,
  noOp: true,
  passed: true,
};

test('two breaks of one control are told apart, and one that falls short says why', () => {
  const deleted: DrillRow = { ...row, name: 'deleted', noticedBy: 'sweep', passed: false, why: 'no record' };
  const lines = drillTable([row, deleted]).split('\n');
  expect(lines[1]).toMatch(/^cloudtrail\.trail\.logging +cloudtrail:StopLogging +41 +98 +fixed +yes +yes/);
  expect(lines[2]).toMatch(/^cloudtrail\.trail\.logging \(deleted\)/);
  expect(lines[3]).toBe('    falls short: no record');
});
