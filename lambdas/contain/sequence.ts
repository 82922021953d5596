/**
 * An attack sequence: several signals that GuardDuty takes for one attack. It names actors, and resources that they touched.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-attack-sequence-finding-types.html
 */
import * as z from 'zod';
import { optionalText } from './optional';
import { type Principal, principalOf, type Suspect, throughPrincipal } from './suspect';

const short = z.string().min(1).max(512);

const actorSchema = z.object({
  id: short,
  user: z
    .object({
      name: optionalText,
      uid: optionalText,
      type: optionalText,
      credentialUid: optionalText,
      account: z.object({ uid: short }).nullish(),
    })
    .nullish(),
});

const resourceSchema = z.object({
  uid: short,
  accountId: optionalText,
  resourceType: short,
  data: z
    .object({
      accessKey: z.object({ principalId: optionalText, userName: optionalText, userType: optionalText }).nullish(),
    })
    .nullish(),
});

export const sequenceSchema = z.object({
  uid: short,
  actors: z.array(actorSchema).max(100).nullish(),
  resources: z.array(resourceSchema).max(200).nullish(),
});

type Sequence = z.output<typeof sequenceSchema>;

function actorsOf({ actors }: Sequence, home: string): readonly Principal[] {
  return (actors ?? []).flatMap(({ user }) =>
    user
      ? [
          principalOf({
            type: user.type,
            name: user.name,
            principalId: user.uid,
            key: user.credentialUid,
            account: user.account?.uid,
            home,
          }),
        ]
      : [],
  );
}

/** Access keys stand among the resources too: those of actors that are not named otherwise. */
function keyHolders({ resources }: Sequence, home: string): readonly Principal[] {
  return (resources ?? []).flatMap(({ accountId, data, resourceType, uid }) => {
    const key = data?.accessKey;
    if (resourceType !== 'ACCESS_KEY' || !key) return [];
    return [
      principalOf({
        type: key.userType,
        name: key.userName,
        principalId: key.principalId,
        key: uid.split('/').at(-1),
        account: accountId,
        home,
      }),
    ];
  });
}

const idIn = (uid: string): string => uid.split(/[/:]/).at(-1) ?? uid;

/** Suspects of a sequence: who acted, the buckets that they are kept from, and the hosts. */
export function sequenceSuspects(sequence: Sequence, home: string, type: string): readonly Suspect[] {
  const principals = [...actorsOf(sequence, home), ...keyHolders(sequence, home)];
  const named = principals.flatMap((one) => (one.named ? [one.named] : []));
  const hosts = (sequence.resources ?? []).flatMap(({ resourceType, uid }): readonly Suspect[] => {
    // Where hosts are the attack's subject they are part of it; elsewhere they may have been used unawares.
    const sure = /^AttackSequence:(EC2|ECS|EKS)\//.test(type);
    if (resourceType === 'EC2_INSTANCE') return [{ what: 'instance', id: idIn(uid), sure }];
    if (resourceType === 'EC2_NETWORK_INTERFACE') return [{ what: 'interface', id: idIn(uid), sure }];
    return [];
  });
  const buckets = (sequence.resources ?? [])
    .filter(({ resourceType }) => resourceType === 'S3_BUCKET')
    .flatMap(({ uid }) => named.map((from) => ({ what: 'bucket' as const, name: idIn(uid), from, sure: true })));
  return unique([...principals.flatMap((one) => throughPrincipal(one, true)), ...buckets, ...hosts]);
}

const unique = (suspects: readonly Suspect[]): readonly Suspect[] => [
  ...new Map(suspects.map((one) => [JSON.stringify(one), one])).values(),
];
