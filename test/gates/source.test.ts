/** That places of constructs come out right, test/gates/gate.test.ts shows; here, that CDK's debug mode is on no longer than needed. */
import { recordSources, withSourcesRecorded } from '../../lib/gates/source';

const mode = () => process.env.CDK_DEBUG;

test('a debug mode that somebody chose stays as it is', () => {
  process.env.CDK_DEBUG = '0';
  recordSources();
  expect([mode(), withSourcesRecorded(mode), mode()]).toEqual(['0', '0', '0']);
});

test('one that nobody chose is on while constructs are made, off during the synth, and on for what is made after', () => {
  delete process.env.CDK_DEBUG;
  recordSources();
  expect([mode(), withSourcesRecorded(mode), mode()]).toEqual(['1', undefined, '1']);
  expect(() =>
    withSourcesRecorded(() => {
      throw new Error('closed');
    }),
  ).toThrow('closed');
  expect(mode()).toBe('1');
});
