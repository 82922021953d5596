import { renderSummary, type Summary } from '../../lib/cli/summary';

const summary: Summary = {
  deployment: 'lakeside',
  tier: 'clinic',
  mode: 'trial',
  gate: { resources: 2, violations: 0, exceptions: 1 },
  stacks: [],
  deployed: { resources: 2, native: 2, api: 0, leftOut: 0, leftOutShare: 0 },
  leftOut: [],
  sweep: { visited: 2, outcomes: { fixed: 1 }, putRight: 1 },
  readBack: { resources: 2, owned: 4, asDeployed: 3, afterSweep: 4, asDeclared: 4, share: 1 },
  ignored: [],
  remaining: [],
  workload: { practice: 'derm', otherPractice: 'cardio', steps: 23, failed: [] },
  evidence: { folder: 'evidence', files: 20, bytes: 3_000_000, signedBy: 'local', fingerprint: 'a'.repeat(64) },
  phases: { synth: 3100, deploy: 5200 },
  milliseconds: 13_000,
};

describe('what the summary tells of the workload', () => {
  test('when all came out as it must', () =>
    expect(renderSummary(summary)).toContain(
      'Workload   a clinician of derm signed in with MFA, stored an image under derm’s key and read it back; a clinician of cardio was refused (23 of 23 steps)'.replaceAll(
        '’',
        "'",
      ),
    ));

  test('when a step did not', () => {
    const failed = [{ what: 'a clinician of cardio, reading', expected: '403 other-practice', got: '200' }];
    const text = renderSummary({
      ...summary,
      workload: { practice: 'derm', otherPractice: 'cardio', steps: 23, failed },
    });
    expect(text).toContain('Workload   1 of 23 steps came out otherwise than they must');
    expect(text).toContain('a clinician of cardio, reading: 200, expected 403 other-practice');
    expect(text).not.toContain('was refused');
  });

  test('when the emulators were brought', () =>
    expect(renderSummary({ ...summary, workload: undefined })).toContain('Workload   not walked'));
});

test('the summary tells what took how long', () =>
  expect(renderSummary(summary)).toContain('Time       synth 3.1 s · deploy 5.2 s'));
