/** Answers to the physical safeguards, 45 CFR 164.310. AWS's data centres are AWS's; rooms and workstations are not. */
import type { ItemId } from '../../../config/rule-items';
import { key, type Response } from './response';

type Section = Extract<ItemId, `164.310${string}`>;

/** What AWS's auditors say of its data centres. */
const dataCentres = ['AWS SOC 2 Type 2 report', 'AWS ISO/IEC 27001 certificate and statement of applicability'];

export const physicalResponses: Readonly<Record<Section, Response>> = {
  '164.310(a)(1)': {
    inherited: dataCentres,
    practice: "Limit physical access to the practice's own rooms.",
    keeps: ['physical access policy of the rooms'],
    see: [key('allowedRegions')],
  },
  '164.310(a)(2)(i)': {
    inherited: dataCentres,
    practice: "Say who may enter the practice's rooms while data is restored.",
    keeps: ['contingency plan of the rooms'],
  },
  '164.310(a)(2)(ii)': {
    inherited: dataCentres,
    practice: "Protect the practice's rooms and equipment from tampering and theft.",
    keeps: ['facility security plan of the rooms'],
  },
  '164.310(a)(2)(iii)': {
    inherited: dataCentres,
    practice: "Control who enters the practice's rooms, visitors among them.",
    keeps: ['visitor procedure of the rooms'],
  },
  '164.310(a)(2)(iv)': {
    inherited: dataCentres,
    practice: "Document repairs of doors, locks and walls of the practice's rooms.",
    keeps: ['maintenance records of the rooms'],
  },
  '164.310(b)': {
    practice: 'Say what workstations are used for, how, and in what surroundings.',
    keeps: ['workstation policy'],
  },
  '164.310(c)': {
    practice: 'Restrict workstations physically to those who may use them.',
    keeps: ['workstation policy'],
  },
  '164.310(d)(1)': {
    inherited: dataCentres,
    practice: 'Govern the media and devices that leave or enter the practice.',
    keeps: ['device and media policy'],
  },
  '164.310(d)(2)(i)': {
    inherited: dataCentres,
    practice: 'Decide when PHI is disposed of, and dispose of media outside AWS.',
    keeps: ['disposal records'],
    see: [key('retention.phiYears')],
    open: "No patient's data is shredded apart from others: a key is per practice, and versions expire by lifecycle.",
  },
  '164.310(d)(2)(ii)': {
    inherited: dataCentres,
    practice: 'Remove PHI from media of the practice before they are used again.',
    keeps: ['media re-use records'],
  },
  '164.310(d)(2)(iii)': {
    inherited: dataCentres,
    practice: "Record movements of the practice's own hardware and media.",
    keeps: ['inventory of devices'],
  },
  '164.310(d)(2)(iv)': {
    see: [key('backup')],
    practice: 'Copy what is on equipment of the practice before it is moved.',
    keeps: ['records of moves'],
    proposal: {
      state: 'alternative',
      rationale: 'What is kept here is on equipment of AWS, which no practice moves.',
      alternative:
        'Stores are copied by schedule into a vault of their own, whatever is moved; what is on equipment of the practice is copied before a move by its own procedure.',
    },
  },
};
