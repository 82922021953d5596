/** Whoever is woken finds what woke them: every reason and outcome that the loop writes has its heading in the runbook. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { raiseImpostor } from '../../../lambdas/drift/claim';
import { decide } from '../../../lambdas/drift/decide';
import { endOfCutShort } from '../../../lambdas/drift/fix';
import { wouldDelete } from '../../../lambdas/drift/live/would-delete';
import { anchorOf, byOutcome, byReason, headingFor, runbookFor } from '../../../lambdas/drift/runbook';
import { anyFacts, control, judged, sound, undecidable, violated } from './facts';
import { fixedRecord } from './records';

const root = join(__dirname, '../../..');
const text = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
const headings = [...text.matchAll(/^#{2,3} (.+)$/gm)].map((found) => found[1] ?? '');
const sectionOf = (heading: string) => text.split(`### ${heading}\n`)[1]?.split(/^#{2,3} /m)[0] ?? '';

/** Headings of what comes in no record: other alarms, and what a person does of their own accord. */
const besides = [
  'In the first minute',
  'What a message says',
  'Put back',
  'Not put back',
  'Told, and left to a person',
  'Other alarms',
  'Dead letters',
  'A stack update in progress',
  'The sweep did not run',
  'Evidence',
  'The second path',
  'A change set waits',
  'Stop the loop',
  'Take a fix back',
];

const wanted = [...byReason.map(({ heading }) => heading), ...Object.values(byOutcome)];

describe('the runbook', () => {
  test('has a section for every reason and outcome, for the other alarms, and for nothing else', () => {
    expect([...headings].sort()).toEqual([...wanted, ...besides].sort());
  });

  test.each(wanted)('says of "%s" what it means, what to look at first, and what to do', (heading) => {
    expect(sectionOf(heading)).toMatch(/\*\*Means\.\*\* .+\*\*Look\.\*\* .+\*\*Do\.\*\* .+/s);
  });

  test('has anchors that tell its headings apart', () => {
    expect(new Set(headings.map(anchorOf)).size).toBe(headings.length);
    expect(anchorOf("The fixers' role in other hands")).toBe('the-fixers-role-in-other-hands');
  });

  test('names commands, scripts and log lines that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...text.matchAll(/npm run ([a-z:]+)/g)].map((found) => found[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const code = ['handler.ts', 'fix.ts', 'guard.ts', 'settings.ts', 'functions/sweep.ts', 'tell.ts']
      .map((file) => readFileSync(join(root, 'lambdas/drift', file), 'utf8'))
      .join('\n');
    const quoted = [...text.matchAll(/"([a-z][^"\n]+)"(?!:)/g)].map((found) => found[1] ?? '');
    expect(quoted.length).toBeGreaterThan(3);
    expect(quoted.filter((line) => !code.includes(`'${line}'`))).toEqual([]);
  });
});

describe('a record leads to the heading', () => {
  const fallback = new Set(Object.values(byOutcome));
  const one = control('one');
  const observed = control('one', 'observe');
  const broken = {
    ...sound,
    differences: [{ path: 'a', declared: 'good', live: 'bad' }],
    live: [judged(one, violated('a'), ['a'])],
  };
  const fixesOf = (count: number) => Array.from({ length: count }, () => sound.now);

  test.each<[heading: string, facts: Partial<typeof sound>]>([
    ['Storm', { fixes: fixesOf(3) }],
    ['Not attested', { unattested: 'its deployed template is another' }],
    ['Deleted', { live: undefined }],
    ['Storm', { live: undefined, canRecreate: true, fixes: fixesOf(3) }],
    ['The settings cannot be read', { settings: undefined }],
    ['The exceptions cannot be read', { exceptions: undefined }],
    ['Declared too weak', { declared: [judged(one, violated('a'), ['a'])] }],
    ['Something cannot be known', { differences: [], live: [judged(one, undecidable('a'), ['a'])] }],
    ['Held', { held: new Set(['a']) }],
    ['Fixes are stopped', { settings: { stop: true, modes: {} } }],
    ['Only observed', { live: [judged(observed, violated('a'), ['a'])], declared: [] }],
    ['Nothing declares it', { declared: undefined, differences: [] }],
    ['The API cannot change it', { puts: new Map() }],
  ])('"%s"', (heading, change) => {
    const decision = decide({ ...broken, ...change });
    if (decision.act !== 'alarm' && decision.act !== 'report') throw new Error(`it decided ${decision.act}`);
    expect(headingFor({ outcome: decision.act === 'alarm' ? 'alarmed' : 'reported', why: decision.why })).toBe(heading);
  });

  test('whatever the facts: a decision that is told says more than its outcome', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const decision = decide(facts);
        if (decision.act !== 'alarm' && decision.act !== 'report') return;
        expect(fallback).not.toContain(headingFor({ outcome: 'alarmed', why: decision.why }));
      }),
      { numRuns: 5_000 },
    );
  });

  test('of an impostor, a refusal to delete, a fix that was cut short, and of what gives no reason', async () => {
    const call = { kind: 'call', id: 'e', name: 'kms:DisableKey', at: sound.now, actor: { arn: 'x' }, address: '' };
    const ports = {
      clock: () => sound.now,
      digits: () => '1a2b3c4d',
      records: { write: async () => {} },
      tell: async () => {},
    };
    const raised = await raiseImpostor(call as never, [], ports as never);
    if (raised.did !== 'recorded') throw new Error(raised.did);
    expect(headingFor(raised.record)).toBe("The fixers' role in other hands");
    const refused = wouldDelete('a retention', 'Look.');
    expect(headingFor({ outcome: 'failed', why: `${refused.name}: ${refused.message}` })).toBe('A fix would delete');
    const gone = { facts: { ...sound, live: undefined }, declared: {}, live: undefined };
    expect(headingFor(endOfCutShort(fixedRecord, gone, sound.now))).toBe('Cut short');
    expect(headingFor({ outcome: 'failed', why: 'AccessDenied: no' })).toBe('Failed');
    expect(runbookFor(fixedRecord)).toBe('docs/runbook.md#fixed');
  });
});
