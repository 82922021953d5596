/** Answers to the technical safeguards, 45 CFR 164.312, beside the controls that cite them. */
import type { ItemId } from '../../../config/rule-items';
import { file, key, type Response } from './response';

type Section = Extract<ItemId, `164.312${string}`>;

export const technicalResponses: Readonly<Record<Section, Response>> = {
  '164.312(a)(1)': { see: [file('docs/adr/0003-session-tags-at-the-door.md'), file('lib/perimeter/policies.ts')] },
  '164.312(a)(2)(i)': {
    practice: 'Give each person an account of their own; never share one.',
    keeps: ['list of accounts'],
    controls: ['cognito.user-pool.self-sign-up'],
    see: [key('identity')],
  },
  '164.312(a)(2)(ii)': {
    practice: 'Say who may break the glass, and review each use.',
    keeps: ['reviews of emergency access'],
    see: [file('lib/constructs/break-glass-role.ts')],
  },
  '164.312(a)(2)(iii)': {
    practice: 'Lock workstations after a short time of inactivity.',
    keeps: ['workstation policy'],
    proposal: {
      state: 'alternative',
      rationale:
        'Credentials and tokens are checked by AWS and not by the deployment: neither knows whether somebody is still at work.',
      alternative:
        'Sessions end after a fixed time, used or not: credentials and tokens within an hour, a sign-in within a day. Workstations lock after a short time of inactivity.',
    },
    open: 'Sessions end after a fixed time, used or not: credentials and tokens within an hour, a sign-in within a day.',
  },
  '164.312(a)(2)(iv)': { see: [file('lib/constructs/asepsis-key.ts')] },
  '164.312(b)': { see: [file('lib/constructs/audit-trail.ts'), file('lib/constructs/log-buckets.ts')] },
  '164.312(c)(1)': { see: [key('logArchive.lockPhi'), file('lib/constructs/phi-bucket.ts')] },
  '164.312(c)(2)': {
    see: [file('lib/constructs/audit-trail.ts', 'digests of the trail')],
    proposal: {
      state: 'alternative',
      rationale: 'The stores are general: what a clinical record is, only the application that writes it knows.',
      alternative:
        'Objects carry checksums and keep their versions, tables keep what changed in them for recovery, and digests are signed over the record of who did what.',
    },
    open: 'Versions and checksums show that an object was changed; there is no chain of hashes over clinical records.',
  },
  '164.312(d)': { see: [key('identity'), file('lib/constructs/people-pool.ts')] },
  '164.312(e)(1)': { see: [file('lib/constructs/isolated-vpc.ts')] },
  '164.312(e)(2)(i)': {},
  '164.312(e)(2)(ii)': {},
};
