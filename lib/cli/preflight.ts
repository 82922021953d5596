/** `asepsis preflight`: what an account has, against what a configuration counts on. Reads, and changes nothing. */
import type { SdkConfig } from '../../lambdas/drift/live/live';
import { loadConfig } from '../config/load';
import type { Config } from '../config/schema';
import { AccountError, PreflightError } from '../errors';
import { type Item, judgeAccount } from './account/judge';
import { readAccount } from './account/read';
import { accountSdk } from './account/sdk';
import type { Output } from './output';

const marks: Readonly<Record<Item['verdict'], string>> = {
  fine: '✓',
  note: '·',
  blocked: '✗',
  bootstrap: '✗',
  unread: '?',
};

/** One line an item, and what to do below it. */
export const renderItems = (items: readonly Item[]): string =>
  items
    .map(({ remedy, subject, text, verdict }) => {
      const line = `${marks[verdict]} ${subject.padEnd(30)} ${text}`;
      return remedy === undefined ? line : `${line}\n${' '.repeat(33)}→ ${remedy}`;
    })
    .join('\n');

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

/**
 * @param accepted verdicts that do not end it: `up` mends the bootstrap itself
 * @throws PreflightError when a deploy would fail or take over what is another's; AccountError when AWS did not answer
 */
export function closeOnItems(items: readonly Item[], accepted: readonly Item['verdict'][] = []): void {
  const of = (...verdicts: readonly Item['verdict'][]) =>
    items.filter(({ verdict }) => verdicts.includes(verdict) && !accepted.includes(verdict));
  const blocked = of('blocked', 'bootstrap');
  if (blocked.length > 0)
    throw new PreflightError(`${count(blocked.length, 'finding')}: ${blocked.map((one) => one.subject).join(', ')}`);
  const unread = of('unread');
  if (unread.length > 0)
    throw new AccountError(
      `${count(unread.length, 'thing')} could not be read: ${unread.map((one) => one.subject).join(', ')}`,
      'Nothing is assumed about what is not read. Give the caller the permissions, and run it again.',
    );
}

/** The items of an account, as they are now. */
export const itemsOf = async (config: Config, sdk: SdkConfig): Promise<readonly Item[]> =>
  judgeAccount(config, await readAccount(config, sdk));

/** @throws ConfigError, PreflightError, AccountError */
export async function preflight(file: string, { out }: Output, sdk?: SdkConfig): Promise<void> {
  const config = loadConfig(file);
  const items = await itemsOf(config, sdk ?? accountSdk(config.account, config.region));
  out(`${config.name} (${config.tier}, ${config.mode}) in account ${config.account}, ${config.region}\n`);
  out(renderItems(items));
  closeOnItems(items);
  out('\n✓ nothing stands in the way of a deploy');
}
