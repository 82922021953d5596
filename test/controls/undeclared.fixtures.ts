import type { RoleState } from '../../lib/resources/iam-role';
import { readPolicy } from '../../lib/resources/policy';
import type { SharedState } from '../../lib/resources/undeclared';
import type { Fixtures } from './fixture';

const role: RoleState = {
  name: 'somebody',
  account: '111122223333',
  path: '/',
  trust: { statements: [] },
  maxSessionSeconds: 3600,
  boundary: null,
  managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  inlinePolicies: {},
  tags: {},
};
const everything = readPolicy({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
const kept: SharedState = { id: 'snap-0a1b2c3d', public: false, accounts: [] };

export const undeclaredFixtures: Fixtures = {
  'iam.login-profile.forbidden': {
    violatingState: { user: 'mallory', usable: true },
    compliantState: { user: 'mallory', usable: false },
  },
  'iam.mfa-device.present': {
    violatingState: { user: 'mallory', consoleAccess: true, serials: [] },
    compliantState: { user: 'machine', consoleAccess: false, serials: [] },
  },
  'iam.undeclared-role.administrator': {
    violatingState: { ...role, inlinePolicies: { quick: everything } },
    compliantState: role,
  },
  'ec2.snapshot.public': { violatingState: { ...kept, public: true }, compliantState: kept },
  'ec2.snapshot.stranger': { violatingState: { ...kept, accounts: ['999988887777'] }, compliantState: kept },
  'ec2.image.public': { violatingState: { ...kept, public: true }, compliantState: kept },
  'ec2.image.stranger': { violatingState: { ...kept, accounts: ['999988887777'] }, compliantState: kept },
};
