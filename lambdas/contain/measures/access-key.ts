/** An access key: deactivated, never deleted. */
import { IAMClient, paginateListAccessKeys, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { ifAbsent } from '../../drift/live/absent';
import type { Target } from '../target';
import { defineMeasure } from './measure';

type KeyTarget = Extract<Target, { kind: 'iam.access-key' }>;

interface Before {
  readonly status: string;
}

const absent = ifAbsent('NoSuchEntity', 'NoSuchEntityException');

async function statusOf(iam: IAMClient, { id, user: UserName }: KeyTarget): Promise<string | undefined> {
  for await (const page of paginateListAccessKeys({ client: iam }, { UserName })) {
    const key = page.AccessKeyMetadata?.find(({ AccessKeyId }) => AccessKeyId === id);
    if (key) return key.Status;
  }
  return undefined;
}

export const accessKey = defineMeasure<KeyTarget, Before>({
  kind: 'iam.access-key',
  open(sdk) {
    const iam = new IAMClient(sdk('iam'));
    const current = (target: KeyTarget) => statusOf(iam, target).catch(absent);
    const set = ({ id: AccessKeyId, user: UserName }: KeyTarget, Status: 'Active' | 'Inactive') =>
      iam.send(new UpdateAccessKeyCommand({ AccessKeyId, UserName, Status }));
    return {
      async look(target) {
        const status = await current(target);
        return status === undefined ? undefined : { status };
      },
      async contain(target, before) {
        await set(target, 'Inactive');
        return before;
      },
      holds: async (target) => (await current(target)) === 'Inactive',
      async release(target, { status }) {
        // Deleted meanwhile: it stays so.
        if (status === 'Active') await set(target, status).catch(absent);
      },
      async isReleased(target, { status }) {
        const now = await current(target);
        return now === undefined || now === status;
      },
    };
  },
});
