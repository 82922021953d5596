/** `asepsis cases`: what was contained, what waits for a person, and what is over. Read with the credentials at hand. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Case, isOpen, statusOf } from '../../lambdas/contain/case';
import { allCases } from '../../lambdas/contain/cases-table';
import { keyOf } from '../../lambdas/contain/target';
import { loadConfig } from '../config/load';
import { blueprintOf } from '../stacks/blueprint';
import type { Output } from './output';

export interface CasesOptions {
  readonly config: string;
  /** Also what is over. */
  readonly all: boolean;
}

const untilOf = (one: Case): string => {
  const status = statusOf(one);
  if (status === 'asked') return `approve until ${one.askUntil ?? '?'}`;
  return status === 'contained' ? `ends ${one.expiresAt ?? '?'}` : (one.closedAt ?? one.openedAt);
};

const linesOf = (one: Case): readonly string[] => [
  `${one.id}  ${statusOf(one).padEnd(10)} ${one.finding.type} (${one.finding.severity}), ${untilOf(one)}`,
  ...one.steps.map(({ status, target, why }) => `  ${status.padEnd(10)} ${keyOf(target)}${why ? ` (${why})` : ''}`),
  ...one.notes.map((note) => `  note       ${note}`),
];

export async function cases({ all, config: file }: CasesOptions, { out }: Output): Promise<void> {
  const config = loadConfig(file);
  const client = new DynamoDBClient({ region: config.region });
  const found = await allCases(client, blueprintOf(config).names.driftTable);
  const shown = all ? found : found.filter(isOpen);
  out(shown.length === 0 ? `no ${all ? '' : 'open '}cases in ${config.name}` : shown.flatMap(linesOf).join('\n'));
}
