/** Answers to the administrative safeguards, 45 CFR 164.308. */
import type { ItemId } from '../../../config/rule-items';
import { addendum, file, key, type Response } from './response';

type Section = Extract<ItemId, `164.308${string}`>;

export const administrativeResponses: Readonly<Record<Section, Response>> = {
  '164.308(a)(1)(i)': {
    practice: 'Adopt the policies and procedures that the mechanisms here carry out.',
    keeps: ['adopted security policies'],
    see: [file('docs/controls.md'), file('docs/threat-coverage.md'), file('docs/runbook.md')],
  },
  '164.308(a)(1)(ii)(A)': {
    practice: 'Write the risk analysis and date it: inventory, threats and gaps here are its inputs, not the analysis.',
    keeps: ['dated written risk analysis'],
    see: [file('docs/threat-coverage.md', 'attack techniques, and the controls that hear of them')],
  },
  '164.308(a)(1)(ii)(B)': {
    practice: 'Decide on each exception and gap, and see its treatment through.',
    keeps: ['risk management plan'],
    see: [file('config/exceptions.yaml', 'what falls short, why, whose decision, until when')],
  },
  '164.308(a)(1)(ii)(C)': {
    practice: 'Adopt a sanction policy and apply it.',
    keeps: ['sanction policy', 'reference to its cases'],
  },
  '164.308(a)(1)(ii)(D)': {
    practice: 'Review what was recorded and alarmed, regularly, and sign that it was reviewed.',
    keeps: ['signed reviews of activity'],
    samples: ['drift'],
    see: [file('docs/runbook.md', 'how each alarm is answered')],
    open: 'No report of accesses by person is made here: the records are searched by hand.',
  },
  '164.308(a)(2)': {
    practice: 'Name the security official; the security contact gets alarms.',
    keeps: ['appointment of the security official'],
    see: [key('contacts.security')],
  },
  '164.308(a)(3)(i)': {
    practice: 'Decide who of the workforce gets an account, and in which group.',
    keeps: ['list of the workforce with its groups'],
    see: [key('identity')],
  },
  '164.308(a)(3)(ii)(A)': {
    practice: 'Authorise each person before the account is made, and supervise.',
    keeps: ['approval of each account'],
    see: [key('identity'), file('docs/adr/0003-session-tags-at-the-door.md')],
  },
  '164.308(a)(3)(ii)(B)': {
    practice: 'Determine that the access of each person is appropriate, before it is given and at each access review.',
    keeps: ['clearance of each person', 'access reviews'],
  },
  '164.308(a)(3)(ii)(C)': {
    practice: 'Disable the account in the identity provider when the arrangement ends; tokens here can be revoked.',
    keeps: ['end of employment against end of access'],
    see: [file('docs/runbook-containment.md', 'to end the sessions of somebody at once')],
    open: 'Nothing here hears from a personnel system that somebody left.',
  },
  '164.308(a)(4)(i)': {
    practice: 'Adopt the policy that says who may have which PHI, consistently with 45 CFR 164.502.',
    keeps: ['access policy'],
    see: [file('docs/adr/0003-session-tags-at-the-door.md')],
    open: 'Access is by practice and group; the purpose of a use and the care team are not asked for.',
  },
  '164.308(a)(4)(ii)(A)': {
    concernsOnly: 'a health care clearinghouse that is part of a larger organisation',
    practice: 'Where there is one, run it as a deployment in an account of its own.',
    keeps: ['statement of whether there is a clearinghouse'],
  },
  '164.308(a)(4)(ii)(B)': {
    practice: 'Say which function gets which group, and approve changes of it.',
    keeps: ['roles by function'],
    see: [key('identity')],
  },
  '164.308(a)(4)(ii)(C)': {
    practice: 'Review rights of access regularly, and document each change.',
    keeps: ['access reviews', 'history of the configuration'],
    samples: ['access'],
  },
  '164.308(a)(5)(i)': {
    practice: 'Train the whole workforce, management among it, in security.',
    keeps: ['training register'],
  },
  '164.308(a)(5)(ii)(A)': {
    practice: 'Remind the workforce of security periodically.',
    keeps: ['log of reminders'],
  },
  '164.308(a)(5)(ii)(B)': {
    practice: 'Protect the workstations from which the deployment is used and administered.',
    keeps: ['protection of workstations'],
    mechanisms: [
      {
        type: 'AWS::GuardDuty::MalwareProtectionPlan',
        answer: 'at run time',
        what: 'each object that arrives in a PHI store is scanned, and tagged with the outcome',
      },
    ],
    see: [file('lib/constructs/malware-protection.ts')],
  },
  '164.308(a)(5)(ii)(C)': {
    practice: 'Follow up on what is reported; sign-ins at the identity provider are recorded there.',
    keeps: ['follow-up of reported sign-ins'],
    proposal: {
      state: 'implemented',
      rationale:
        'Sign-ins to the account and to the user pool are recorded and findings on them are told; this holds once somebody follows up on them and writes that down.',
    },
    see: [file('docs/runbook-containment.md')],
  },
  '164.308(a)(5)(ii)(D)': {
    practice: 'Set the password policy of the identity provider, where people sign in through one.',
    keeps: ['password policy of the identity provider'],
    see: [key('identity.providers')],
  },
  '164.308(a)(6)(i)': {
    practice: 'Adopt the procedures: who is called, who decides, who notifies.',
    keeps: ['incident response policy'],
    see: [file('docs/runbook.md'), file('docs/runbook-containment.md')],
  },
  '164.308(a)(6)(ii)': {
    practice: 'Answer what is told, assess each incident for a breach (45 CFR 164.402), and document the outcome.',
    keeps: ['incident log with outcomes'],
    samples: ['responses'],
    see: [file('docs/runbook-containment.md'), key('containment')],
  },
  '164.308(a)(7)(i)': {
    practice: 'Adopt the contingency plan.',
    keeps: ['contingency plan'],
  },
  '164.308(a)(7)(ii)(A)': {
    practice: 'Write what is copied, how often and how long it is kept, and try that a restore gives it back.',
    keeps: ['data backup plan', 'restores that were tried'],
    see: [key('backup'), file('lib/constructs/backup-vault.ts')],
  },
  '164.308(a)(7)(ii)(B)': {
    practice: 'Write the order in which what is lost is restored, and rehearse it.',
    keeps: ['disaster recovery plan'],
    mechanisms: [
      {
        type: 'AWS::Backup::RestoreTestingPlan',
        answer: 'at run time',
        what: 'recovery points are restored by schedule, and the time that it takes is held against 72 hours',
        sample: 'restores',
      },
    ],
    samples: ['restores'],
  },
  '164.308(a)(7)(ii)(C)': {
    practice: 'Write how the practice works while systems are down, and who may break the glass.',
    keeps: ['emergency mode plan'],
    controls: ['iam.role.break-glass-mfa'],
    see: [file('lib/constructs/break-glass-role.ts')],
    open: 'No part of the workload runs in a second region in an emergency: what is lost is restored there.',
  },
  '164.308(a)(7)(ii)(D)': {
    practice: 'Rehearse the contingency plan, and revise it by what came out.',
    keeps: ['rehearsals and revisions'],
    mechanisms: [
      {
        type: 'AWS::Backup::RestoreTestingPlan',
        answer: 'at run time',
        what: 'recovery points are restored by schedule',
        sample: 'restores',
      },
    ],
    samples: ['restores'],
  },
  '164.308(a)(7)(ii)(E)': {
    practice: 'Assess which applications and data matter most for contingency.',
    keeps: ['criticality analysis'],
    controls: ['s3.bucket.data-class', 'dynamodb.table.data-class'],
    see: [key('dataClasses')],
  },
  '164.308(a)(8)': {
    practice: 'Evaluate the non-technical part, and sign for the whole.',
    keeps: ['evaluations'],
    samples: ['rules'],
    controls: ['securityhub.hub.standards', 'config.recorder.recording'],
    see: [file('lib/gates/gate.ts', 'every synth is evaluated by every gate'), file('docs/deploying.md')],
  },
  '164.308(b)(1)': {
    practice: 'Accept the AWS Business Associate Addendum, and contract with every other business associate.',
    keeps: ['register of business associates'],
    see: [
      addendum,
      key('baa'),
      file('lib/config/hipaa-eligible.ts', 'services on the HIPAA list; the gate refuses others'),
    ],
  },
  '164.308(b)(2)': {
    practice: 'Contract with subcontractors, where the practice is itself a business associate.',
    keeps: ['register of subcontractors'],
  },
  '164.308(b)(3)': {
    practice: 'Keep the signed contracts.',
    keeps: ['signed contracts'],
    see: [addendum, key('baa')],
  },
};
