import type {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';

/**
 * The permission framework with a policy, in one process: conditions are
 * applied to the resources that were registered. For tests.
 */
export function decidingPermissions(
  policy: (permission: string) => PolicyDecision,
): {
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
} {
  const types = new Map<string, any>();
  const ruleset = (resourceType: string) => ({
    getRuleByName: (name: string) =>
      types
        .get(resourceType)
        .rules.find((rule: { name: string }) => rule.name === name),
  });
  const decide = async (asked: { permission: any; resourceRef: string }) => {
    const decision = policy(asked.permission.name);
    if (decision.result !== AuthorizeResult.CONDITIONAL) {
      return { result: decision.result };
    }
    const { resourceType } = asked.permission;
    const [resource] = await types
      .get(resourceType)
      .getResources([asked.resourceRef]);
    const fits = createConditionAuthorizer(ruleset(resourceType) as never);
    return {
      result: fits(decision, resource)
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
    };
  };
  return {
    permissions: {
      authorize: async asked =>
        Promise.all(asked.map(each => decide(each as never))),
      authorizeConditional: async asked =>
        asked.map(each => policy(each.permission.name)),
    } as PermissionsService,
    permissionsRegistry: {
      addResourceType: (options: any) =>
        types.set(options.resourceRef.resourceType, options),
      getPermissionRuleset: (ref: { resourceType: string }) =>
        ruleset(ref.resourceType),
    } as unknown as PermissionsRegistryService,
  };
}
