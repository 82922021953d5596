/** Selections of AWS Backup, live. One cannot be changed, only deleted and made anew: nothing is put. */
import {
  BackupClient,
  GetBackupSelectionCommand,
  paginateListBackupPlans,
  paginateListBackupSelections,
} from '@aws-sdk/client-backup';
import { backupSelection, readSelection, type SelectionState } from '../../../lib/resources/backup-selection';
import { isKnown } from '../../../lib/resources/value';
import { ifAbsent, ifAbsentSaying } from './absent';
import { asData } from './data';
import { defineLive } from './live';

async function readOne(
  backup: BackupClient,
  BackupPlanId: string,
  SelectionId: string,
): Promise<SelectionState | undefined> {
  const found = await backup
    .send(new GetBackupSelectionCommand({ BackupPlanId, SelectionId }))
    .catch(ifAbsent('ResourceNotFoundException'))
    // The plan of a selection that is gone with it (API reference: the error for an id that is not known).
    .catch(ifAbsentSaying('InvalidParameterValueException', /cannot find|not found|does not exist/i));
  const selection = found?.BackupSelection;
  if (!selection) return undefined;
  return { name: selection.SelectionName ?? '', plan: BackupPlanId, ...readSelection(asData(selection)) };
}

/** Every selection of every plan of the region. */
export async function readSelections(client: BackupClient): Promise<readonly SelectionState[]> {
  const selections: SelectionState[] = [];
  for await (const { BackupPlansList = [] } of paginateListBackupPlans({ client }, {})) {
    for (const { BackupPlanId = '' } of BackupPlansList) {
      for await (const page of paginateListBackupSelections({ client }, { BackupPlanId })) {
        const ids = (page.BackupSelectionsList ?? []).map(({ SelectionId = '' }) => SelectionId);
        const found = await Promise.all(ids.map((id) => readOne(client, BackupPlanId, id)));
        selections.push(...found.filter((one) => one !== undefined));
      }
    }
  }
  return selections;
}

/** CloudFormation's physical id is `<selection>_<plan>`. */
export const backupSelectionLive = defineLive<SelectionState>({
  kind: backupSelection,
  open(sdk) {
    const backup = new BackupClient(sdk('backup'));
    return {
      async read(physicalId, declared) {
        const [selection = '', plan] = physicalId.split('_');
        const declaredPlan = declared && isKnown(declared.plan) ? declared.plan : undefined;
        const planId = plan ?? declaredPlan;
        if (planId === undefined) throw new TypeError(`the plan of the backup selection ${physicalId} is not known`);
        return readOne(backup, planId, selection);
      },
      puts: {},
    };
  },
});
