import { controls } from '../../lib/controls';
import { judgements, unknownToCdkNag } from '../../lib/controls/conformance-pack';

describe("the rules of AWS's HIPAA conformance pack that cdk-nag does not know", () => {
  const ids = new Set(controls.map((control) => control.id));

  test('are 28, each once', () => {
    expect(new Set(unknownToCdkNag).size).toBe(28);
    expect(unknownToCdkNag).toHaveLength(28);
  });

  test.each(judgements(controls).map((one) => [one.rule, one] as const))(
    '%s is decided by a control, or says why none can',
    (_rule, { controls: deciding, why }) => {
      expect(deciding.length > 0 || (why ?? '').length > 30).toBe(true);
      expect(deciding.filter((id) => !ids.has(id))).toEqual([]);
    },
  );

  test('four cannot be decided by a template', () => {
    const without = judgements(controls).filter((one) => one.why !== undefined);
    expect(without.map((one) => one.rule)).toEqual([
      'acm-certificate-expiration-check',
      'annual-risk-assessment-performed',
      'backup-recovery-point-encrypted',
      'ec2-stopped-instance',
    ]);
  });
});
