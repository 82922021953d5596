/** Sharing of Systems Manager documents, live. */
import { DescribeDocumentPermissionCommand, ModifyDocumentPermissionCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type DocumentState, ssmDocument } from '../../../lib/resources/ssm-document';
import { ifAbsent } from './absent';
import { difference } from './difference';
import { defineLive } from './live';

/** Accounts that one call may name. */
const atOnce = 20;

export const ssmDocumentLive = defineLive<DocumentState>({
  kind: ssmDocument,
  open(sdk) {
    const client = new SSMClient(sdk('ssm'));
    const sharedWith = async (Name: string): Promise<readonly string[] | undefined> => {
      const accounts: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await client
          .send(new DescribeDocumentPermissionCommand({ Name, PermissionType: 'Share', NextToken }))
          .catch(ifAbsent('InvalidDocument'));
        if (!page) return undefined;
        accounts.push(...(page.AccountIds ?? []));
        NextToken = page.NextToken;
      } while (NextToken);
      return accounts;
    };
    return {
      async read(name) {
        const accounts = await sharedWith(name);
        return accounts && { name, sharedWith: accounts };
      },
      puts: {
        sharedWith: async (Name, declared, live) => {
          const { extra } = difference(declared.sharedWith, live.sharedWith);
          for (let at = 0; at < extra.length; at += atOnce) {
            const AccountIdsToRemove = extra.slice(at, at + atOnce);
            await client.send(
              new ModifyDocumentPermissionCommand({ Name, PermissionType: 'Share', AccountIdsToRemove }),
            );
          }
        },
      },
    };
  },
});
