import fc from 'fast-check';
import { messageOf } from '../../../lambdas/drift/message';
import type { DriftRecord } from '../../../lambdas/drift/record';
import { fixedRecord } from './records';

const titles = (control: string) => `title of ${control}`;
const of = (changes: Partial<DriftRecord> = {}) => messageOf({ ...fixedRecord, ...changes }, titles);

describe('the message to the security contact', () => {
  test('says what, who, when, which paragraph, what was done and how to undo it', () => {
    expect(of()).toEqual({
      subject: '[high] fixed: kms.key.rotation key-key',
      text: [
        'What      kms.key key-key (Key of lakeside-derm)',
        'Control   kms.key.rotation: title of kms.key.rotation',
        'Found     rotationEnabled is false; expected true',
        'Who       kms:DisableKeyRotation by arn:aws:iam::111122223333:user/mallory from 203.0.113.7, event event-1',
        'When      2026-11-24T19:54:58.000Z, noticed 2026-11-24T19:55:00.000Z',
        'Law       45 CFR 164.312(a)(2)(iv)',
        'Done      It was put back to what the deployed template declares, read again, and holds.',
        'Undo      npm run asepsis -- undo 20261124T195500000Z-1a2b3c4d',
        'Record    20261124T195500000Z-1a2b3c4d',
        'Runbook   docs/runbook.md#fixed',
      ].join('\n'),
    });
  });

  test.each<[DriftRecord['outcome'], RegExp]>([
    ['fixing', /being put back/],
    ['recreated', /made anew/],
    ['unverified', /did not confirm/],
    ['failed', /could not be put back/],
    ['reported', /Nothing was changed\./],
    ['alarmed', /Look at it now/],
    ['undone', /taken back by a person/],
  ])('says of what is %s: %s', (outcome, words) => {
    expect(of({ outcome }).text).toMatch(words);
  });

  test('gives the reason, leaves out what there is not, and says what is not ours', () => {
    const { text } = of({
      outcome: 'alarmed',
      resource: { kind: 'iam.user', physicalId: 'intern' },
      controls: [],
      paragraphs: [],
      undo: undefined,
      why: 'the settings cannot be read',
    });
    expect(text).toContain('What      iam.user intern (in no stack of ours)');
    expect(text).toContain('Why: the settings cannot be read.');
    expect(text).not.toMatch(/^(Law|Undo|Control) /m);
  });

  test('of the sweep says that CloudTrail knows who', () => {
    const { text } = of({ trigger: { kind: 'visit', id: 'v', at: fixedRecord.noticedAt, name: 'sweep' } });
    expect(text).toContain('Who       found by the sweep; who did it stands in CloudTrail');
  });

  test('of a deleted resource speaks of the resource', () => {
    const findings = [{ path: '', found: 'nothing: it was deleted', expected: 'the resource' }];
    expect(of({ findings }).text).toContain('Found     the resource is nothing: it was deleted; expected the resource');
  });
});

describe('whatever others named', () => {
  const aText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('a\nDone      It holds.', '\r\n\r\n', '\u2028Undo', '\u202egnihton', '💉'.repeat(60), 'ä', ''),
  );

  test('the subject is what SNS takes, and the text has the lines that we write and no other', () => {
    fc.assert(
      fc.property(aText, aText, aText, aText, (physicalId, actor, found, why) => {
        const { subject, text } = of({
          why,
          resource: { kind: 'kms.key', physicalId },
          trigger: { ...fixedRecord.trigger, actor, address: actor, name: found },
          findings: [{ path: found, found, expected: why }],
        });
        expect(subject).toMatch(/^[!-~][ -~]{0,97}[!-~]$/);
        expect(text.split(/[\n\r\u2028\u2029\u0085]/)).toHaveLength(10);
        expect(text).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
