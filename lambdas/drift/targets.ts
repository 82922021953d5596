/**
 * Which resources a call concerns. Pure.
 *
 * Every text in a call's parameters that names a resource of ours counts, wherever it stands: request shapes differ from
 * service to service and change, and a resource that is looked at in vain costs a read. Nothing is trusted: what is found
 * is read live before anything is done.
 */
import type { StackResource } from '../../lib/resources/resolve';
import type { Call } from './trigger';

/** A call names no more than this many things that are worth looking up. */
const mostTexts = 500;

/** Nor is more of it looked through than this. */
const mostNodes = 20_000;

/** No name, ARN or address of AWS is longer. */
const longestName = 2_048;

/**
 * The texts of a call, outermost first: what a call is about stands near its top, and a policy of a thousand statements
 * must not push the name of its bucket out of sight.
 */
function textsOf(...roots: readonly unknown[]): ReadonlySet<string> {
  const texts = new Set<string>();
  const queue: unknown[] = [...roots];
  for (let next = 0; next < queue.length && next < mostNodes && texts.size < mostTexts; next += 1) {
    const node = queue[next];
    if (typeof node === 'string' && node !== '' && node.length <= longestName) texts.add(node);
    else if (typeof node === 'object' && node !== null)
      for (const child of Object.values(node)) if (queue.length < mostNodes) queue.push(child);
  }
  return texts;
}

/** Ways to write one name: as it is, and for an ARN or an address its last parts. */
function spellings(text: string): readonly string[] {
  if (!/^(arn:|https?:)/.test(text)) return [text, ...text.split('|')];
  const resource = text.startsWith('arn:') ? text.split(':').slice(5).join(':') : text;
  const afterColon = resource.replace(/:\*$/, '').split(':').at(-1) ?? '';
  return [text, resource, afterColon, resource.split('/').at(-1) ?? '', resource.slice(resource.indexOf('/') + 1)];
}

/** What an ARN is a part of: `topic:subscription`, `function:alias`. */
const ownerOf = (text: string): readonly string[] =>
  text.startsWith('arn:') && text.split(':').length > 6 ? [text.slice(0, text.lastIndexOf(':'))] : [];

/** Resources of a deployment by what a call may call them. */
export class NameIndex {
  private readonly names = new Map<string, StackResource[]>();

  constructor(rows: readonly StackResource[]) {
    for (const row of rows)
      for (const name of new Set(spellings(row.physicalId))) {
        if (name !== '') this.names.set(name, [...(this.names.get(name) ?? []), row]);
      }
  }

  /** Every resource that the call names in its request or its response. */
  namedBy({ request, response }: Pick<Call, 'request' | 'response'>): readonly StackResource[] {
    const found = new Set<StackResource>();
    for (const text of textsOf(request, response))
      for (const spelling of [...spellings(text), ...ownerOf(text)])
        for (const row of this.names.get(spelling) ?? []) found.add(row);
    return [...found];
  }
}

/**
 * Kinds whose calls name none of ours: an account has one of them, or AWS makes a part of them that no template names, as
 * a network's default security group.
 */
const unnamed: ReadonlySet<string> = new Set([
  'account.settings',
  'access-analyzer.analyzer',
  'config.delivery-channel',
  'config.recorder',
  'ec2.vpc',
  'ec2.vpc-block-public-access',
  'guardduty.detector',
  'macie.session',
  'organizations.policy',
  'securityhub.hub',
]);

/** Beyond this many, a call that names none of a kind is left to the sweep. */
const mostOfAKind = 25;

/**
 * The resources of one kind that a call concerns: those that it names; where it names a part of one instead (a flow log
 * of a network), those of the kind; none where it is about somebody else's.
 *
 * @param named what the call names, of any kind
 * @param ofKind every declared resource of the kind
 */
export function concerned(
  kind: string,
  named: readonly StackResource[],
  ofKind: readonly StackResource[],
): readonly StackResource[] {
  const direct = ofKind.filter((row) => named.includes(row));
  if (direct.length > 0) return direct;
  const indirect = unnamed.has(kind) || named.length > 0;
  return indirect && ofKind.length <= mostOfAKind ? ofKind : [];
}
