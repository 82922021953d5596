/** Breaks of the organisation's policies. */
import { DetachPolicyCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { organizationsPolicyLive } from '../../../lambdas/drift/live/organizations-policy';
import type { Break } from '../break';

export const organizationsBreaks: readonly Break[] = [
  {
    control: 'organizations.policy.attached',
    kind: organizationsPolicyLive,
    async run(scene) {
      const { declared, row } = scene.one(organizationsPolicyLive.kind);
      const [TargetId] = (declared as { readonly targets: readonly string[] }).targets;
      await scene
        .open(OrganizationsClient, 'organizations')
        .send(new DetachPolicyCommand({ PolicyId: row.physicalId, TargetId }));
      return { declared, physicalId: row.physicalId };
    },
  },
];
