/** A whole record, to change for a test. */
import type { DriftRecord } from '../../../lambdas/drift/record';

export const fixedRecord: DriftRecord = {
  id: '20261124T195500000Z-1a2b3c4d',
  outcome: 'fixed',
  resource: { kind: 'kms.key', physicalId: 'key-key', stack: 'lakeside-derm', logicalId: 'Key' },
  trigger: {
    kind: 'call',
    id: 'event-1',
    at: '2026-11-24T19:54:58.000Z',
    name: 'kms:DisableKeyRotation',
    actor: 'arn:aws:iam::111122223333:user/mallory',
    address: '203.0.113.7',
  },
  noticedAt: '2026-11-24T19:55:00.000Z',
  fixedAt: '2026-11-24T19:55:01.000Z',
  controls: ['kms.key.rotation'],
  paragraphs: ['164.312(a)(2)(iv)'],
  severity: 'high',
  findings: [{ path: 'rotationEnabled', found: 'false', expected: 'true' }],
  changes: [{ path: 'rotationEnabled', before: false, after: true }],
  undo: 'npm run asepsis -- undo 20261124T195500000Z-1a2b3c4d',
  notified: true,
};
