import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import type { ConditionTransformer } from '@backstage/plugin-permission-node';
import type { RunQuery, RunScope } from '../permissions';
import { listDecision } from './authorize';

/** The runs for which somebody has a permission, as a filter of queries; undefined: all. */
export async function runScope(options: {
  permissions: PermissionsService;
  credentials: BackstageCredentials;
  permission: ResourcePermission;
  toQuery: ConditionTransformer<RunQuery>;
}): Promise<RunScope | undefined> {
  const decision = await listDecision(options);
  if (decision.result === AuthorizeResult.CONDITIONAL) {
    return options.toQuery(decision.conditions);
  }
  return decision.result === AuthorizeResult.ALLOW ? undefined : 'none';
}
