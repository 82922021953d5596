/** Access Analyzer, live. */
import {
  AccessAnalyzerClient,
  DeleteArchiveRuleCommand,
  GetAnalyzerCommand,
  paginateListArchiveRules,
} from '@aws-sdk/client-accessanalyzer';
import { type AnalyzerState, accessAnalyzer } from '../../../lib/resources/access-analyzer';
import { ifAbsent } from './absent';
import { difference } from './difference';
import { defineLive } from './live';

/** The analyzer's name, which its calls want, in the ARN that CloudFormation knows it by. */
const nameOf = (arn: string): string => arn.split('/').at(-1) ?? arn;

async function read(client: AccessAnalyzerClient, arn: string): Promise<AnalyzerState | undefined> {
  const analyzerName = nameOf(arn);
  const found = await client
    .send(new GetAnalyzerCommand({ analyzerName }))
    .catch(ifAbsent('ResourceNotFoundException'));
  if (!found?.analyzer) return undefined;
  const archiveRules: string[] = [];
  for await (const page of paginateListArchiveRules({ client }, { analyzerName }))
    archiveRules.push(...(page.archiveRules ?? []).map((rule) => rule.ruleName ?? ''));
  return { arn, type: found.analyzer.type ?? '', archiveRules };
}

export const accessAnalyzerLive = defineLive<AnalyzerState>({
  kind: accessAnalyzer,
  open(sdk) {
    const client = new AccessAnalyzerClient(sdk('accessanalyzer'));
    return {
      read: (arn) => read(client, arn),
      puts: {
        // Takes away what hides findings; it never makes a rule that would hide some.
        archiveRules: async (arn, declared, live) => {
          for (const ruleName of difference(declared.archiveRules, live.archiveRules).extra)
            await client.send(new DeleteArchiveRuleCommand({ analyzerName: nameOf(arn), ruleName }));
        },
      },
    };
  },
});
