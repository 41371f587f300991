import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';

const OPERATORS = 'group:default/operators';
const APPROVERS = 'group:default/approvers';

/** What each group may do beyond reading; nobody else changes anything. */
const groupsByPermission: Record<string, readonly string[]> = {
  'missions.run.approve': [APPROVERS],
};

/**
 * The policy of the reference installation: everybody reads, operators start,
 * decide and undo, approvers approve. Permissions of other plugins are allowed.
 */
class DemoPermissionPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (
      !permission.name.startsWith('missions.') ||
      permission.attributes.action === 'read'
    ) {
      return { result: AuthorizeResult.ALLOW };
    }
    const groups = groupsByPermission[permission.name] ?? [OPERATORS];
    const member = user?.info.ownershipEntityRefs.some(ref =>
      groups.includes(ref),
    );
    return { result: member ? AuthorizeResult.ALLOW : AuthorizeResult.DENY };
  }
}

export const demoPermissionPolicy = createBackendModule({
  pluginId: 'permission',
  moduleId: 'missions-demo-policy',
  register(reg) {
    reg.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(new DemoPermissionPolicy());
      },
    });
  },
});
