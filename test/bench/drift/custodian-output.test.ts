/** What Cloud Custodian's process says, and that everything it is made of is pinned. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFixed, parseStart } from '../../../bench/drift/custodian-output';

test('the first line is what starting cost', () => {
  expect(parseStart('{"startMs": 566.7}')).toBe(566.7);
});

test('each other line is one fix', () => {
  expect(parseFixed('{"ms": 12.5, "calls": ["kms:DescribeKey", "resource-groups-tagging-api:GetResources"]}')).toEqual({
    ms: 12.5,
    calls: ['kms:DescribeKey', 'resource-groups-tagging-api:GetResources'],
  });
});

test.each([
  ['a line of a log', 'INFO:custodian.lambda:Processing event'],
  ['a fix in no time', '{"ms": 0, "calls": []}'],
  ['a fix without its calls', '{"ms": 12.5}'],
  ['a call without its service', '{"ms": 12.5, "calls": ["DescribeKey"]}'],
  ['the line of the start', '{"startMs": 1}'],
])('%s is no fix', (_name, line) => {
  expect(() => parseFixed(line)).toThrow();
});

test('every package is pinned to one version, with hashes, and no host is named', () => {
  const text = readFileSync(join(__dirname, '../../../bench/drift/custodian.txt'), 'utf8');
  const packages = text.split(/^(?=[a-z0-9])/m).filter((part) => /^[a-z0-9]/.test(part));
  expect(packages.length).toBeGreaterThan(15);
  for (const one of packages) expect(one).toMatch(/^[a-z0-9-]+==\S+ \\\n( {4}--hash=sha256:[0-9a-f]{64}( \\)?\n)+$/);
  expect(text).toContain('\nc7n==0.9.');
  expect(text).not.toMatch(/https?:|index-url|find-links/);
});
