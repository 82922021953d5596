/**
 * Each group's work: what it may do with which data of its own practice, and nothing else. The minimum necessary,
 * 45 CFR 164.502(b), as a table. The roles' policies are made from it.
 */
import type { PracticeDataClass } from './phi-bucket';

export type Group = 'clinician' | 'billing' | 'front-desk' | 'patient' | 'auditor' | 'researcher';
export type Access = 'read' | 'write' | 'read-write';

export interface Work {
  /** What the group does, in a line. */
  readonly does: string;
  /** Objects in the practice's store of a class: `<prefix><random id>`, so that no name says whose they are. */
  readonly objects: readonly {
    readonly dataClass: PracticeDataClass;
    readonly prefix: string;
    readonly access: Access;
  }[];
  /** Items of the practice's records table, by the beginning of their partition key. */
  readonly records: readonly { readonly keys: string; readonly access: Access }[];
  /** Reads the deployment's own records: trail, findings, configuration, logs. No PHI. */
  readonly review: boolean;
  /** Workloads in the network that may act for a person of the group, by the end of their role's name. */
  readonly workloads: readonly string[];
}

/** The session's person, as a policy variable: narrows a patient to what is theirs. */
const self = '${aws:PrincipalTag/person}';

export const groupWork: Readonly<Record<Group, Work>> = {
  clinician: {
    does: 'Treats: reads and writes charts, images and appointments of the practice',
    objects: [{ dataClass: 'phi', prefix: 'images/', access: 'read-write' }],
    records: [
      { keys: 'appointment#*', access: 'read-write' },
      { keys: 'chart#*', access: 'read-write' },
      { keys: 'demographics#*', access: 'read-write' },
    ],
    review: false,
    workloads: ['imaging'],
  },
  billing: {
    does: 'Bills: reads who was treated when, keeps claims; sees no chart and no image',
    objects: [{ dataClass: 'billing', prefix: 'claims/', access: 'read-write' }],
    records: [
      { keys: 'appointment#*', access: 'read' },
      { keys: 'billing#*', access: 'read-write' },
      { keys: 'demographics#*', access: 'read' },
    ],
    review: false,
    workloads: [],
  },
  'front-desk': {
    does: 'Receives: keeps appointments and demographics; sees no chart and no image',
    objects: [{ dataClass: 'operational', prefix: 'documents/', access: 'read-write' }],
    records: [
      { keys: 'appointment#*', access: 'read-write' },
      { keys: 'demographics#*', access: 'read-write' },
    ],
    review: false,
    workloads: [],
  },
  patient: {
    does: 'Reads what the practice has released to this one person. 45 CFR 164.524',
    objects: [{ dataClass: 'phi', prefix: `released/${self}/`, access: 'read' }],
    records: [{ keys: `released#${self}`, access: 'read' }],
    review: false,
    workloads: [],
  },
  auditor: {
    does: 'Reviews records of activity (45 CFR 164.308(a)(1)(ii)(D)); sees no PHI',
    objects: [],
    records: [],
    review: true,
    workloads: [],
  },
  researcher: {
    does: 'Reads de-identified data (45 CFR 164.514) of the practice',
    objects: [{ dataClass: 'deidentified', prefix: 'datasets/', access: 'read' }],
    records: [],
    review: false,
    workloads: [],
  },
};

/** The one scope of a machine identity. */
export type MachineAccess = 'read-phi' | 'read-deidentified' | 'write-results';

export const machineWork: Readonly<Record<MachineAccess, Pick<Work, 'objects' | 'records'>>> = {
  'read-phi': {
    objects: [{ dataClass: 'phi', prefix: 'images/', access: 'read' }],
    records: [{ keys: 'chart#*', access: 'read' }],
  },
  'read-deidentified': { objects: [{ dataClass: 'deidentified', prefix: 'datasets/', access: 'read' }], records: [] },
  'write-results': {
    objects: [{ dataClass: 'phi', prefix: 'results/', access: 'write' }],
    records: [{ keys: 'result#*', access: 'write' }],
  },
};
