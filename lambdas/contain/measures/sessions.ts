/** Sessions of a role or a user: those that are older than the containment are refused everything. */
import {
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { ifAbsent } from '../../drift/live/absent';
import { endOfSecond, revocationName as PolicyName, revocation, revokedBefore } from '../overlay';
import type { Target } from '../target';
import { defineMeasure, type Measure } from './measure';

/** The policy of that name, as it was: none, but where another containment was there before. */
interface Before {
  readonly policy: string | null;
}

const absent = ifAbsent('NoSuchEntity', 'NoSuchEntityException');

/** The five calls that differ between a role and a user. */
interface Principals {
  exists(name: string): Promise<boolean>;
  read(name: string): Promise<string | undefined>;
  write(name: string, document: string): Promise<unknown>;
  remove(name: string): Promise<unknown>;
}

const roles = (iam: IAMClient): Principals => ({
  exists: async (RoleName) => (await iam.send(new GetRoleCommand({ RoleName })).catch(absent)) !== undefined,
  read: async (RoleName) =>
    (await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })).catch(absent))?.PolicyDocument,
  write: (RoleName, PolicyDocument) => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })),
  remove: (RoleName) => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })).catch(absent),
});

const users = (iam: IAMClient): Principals => ({
  exists: async (UserName) => (await iam.send(new GetUserCommand({ UserName })).catch(absent)) !== undefined,
  read: async (UserName) =>
    (await iam.send(new GetUserPolicyCommand({ UserName, PolicyName })).catch(absent))?.PolicyDocument,
  write: (UserName, PolicyDocument) => iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument })),
  remove: (UserName) => iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })).catch(absent),
});

type SessionTarget = Extract<Target, { kind: 'iam.role' | 'iam.user' }>;

function measure(principals: Principals): Measure<SessionTarget, Before> {
  const policyOf = async (name: string) => {
    const document = await principals.read(name);
    // IAM returns policy documents URL-encoded.
    return document === undefined ? null : decodeURIComponent(document);
  };
  return {
    look: async ({ name }) => ((await principals.exists(name)) ? { policy: await policyOf(name) } : undefined),
    async contain({ name }, before, { at }) {
      await principals.write(name, revocation(at));
      return before;
    },
    async holds({ name }, _before, { at }) {
      const revoked = revokedBefore(await policyOf(name));
      return revoked !== undefined && revoked.getTime() >= Date.parse(endOfSecond(at));
    },
    async release({ name }, { policy }) {
      if (!(await principals.exists(name))) return;
      await (policy === null ? principals.remove(name) : principals.write(name, policy));
    },
    isReleased: async ({ name }, { policy }) => {
      const current = await policyOf(name);
      return current === policy || (current !== null && policy !== null && same(current, policy));
    },
  };
}

const same = (a: string, b: string): boolean => JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));

export const roleSessions = defineMeasure<SessionTarget, Before>({
  kind: 'iam.role',
  open: (sdk) => measure(roles(new IAMClient(sdk('iam')))),
});

export const userSessions = defineMeasure<SessionTarget, Before>({
  kind: 'iam.user',
  open: (sdk) => measure(users(new IAMClient(sdk('iam')))),
});
