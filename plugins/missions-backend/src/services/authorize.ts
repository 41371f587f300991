import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import { MissionError } from '@mission-control/plugin-missions-common';

/** Whether a permission is allowed on each resource, in the same order. Fails closed. */
export async function mayEach(options: {
  permissions: PermissionsService;
  credentials: BackstageCredentials;
  asked: readonly { permission: ResourcePermission; resourceRef: string }[];
}): Promise<boolean[]> {
  const { permissions, credentials, asked } = options;
  if (asked.length === 0) {
    return [];
  }
  const decisions = await permissions.authorize([...asked], { credentials });
  return asked.map(
    (_, index) => decisions[index]?.result === AuthorizeResult.ALLOW,
  );
}

/** Throws NOT_FOUND unless a thing may be read: who may not see it, learns nothing. */
export async function mustRead(options: {
  permissions: PermissionsService;
  credentials: BackstageCredentials;
  permission: ResourcePermission;
  resourceRef: string;
  what: string;
}): Promise<void> {
  const [allowed] = await mayEach({
    ...options,
    asked: [options],
  });
  if (!allowed) {
    throw new MissionError(
      'NOT_FOUND',
      `There is no ${options.what} '${options.resourceRef}', or you may not see it`,
    );
  }
}

/** Throws NOT_ALLOWED, naming permission and thing, unless it is allowed. */
export async function mustBeAllowed(options: {
  permissions: PermissionsService;
  credentials: BackstageCredentials;
  permission: ResourcePermission;
  resourceRefs: readonly string[];
  what: string;
  /** Whether the asking person may learn the name of a thing. */
  isNamed?: (resourceRef: string) => boolean;
}): Promise<void> {
  const { permission, resourceRefs, what, isNamed = () => true } = options;
  const allowed = await mayEach({
    ...options,
    asked: resourceRefs.map(resourceRef => ({ permission, resourceRef })),
  });
  const refused = resourceRefs.filter((_, index) => !allowed[index]);
  if (refused.length > 0) {
    const names = refused.filter(isNamed).map(ref => `'${ref}'`);
    throw new MissionError(
      'NOT_ALLOWED',
      `You do not have the permission ${permission.name} for ${
        names.length > 0
          ? `the ${what} ${names.join(', ')}`
          : `${what} that it needs`
      }`,
    );
  }
}

/** The policy's answer for a list: all, none, or what conditions say. */
export async function listDecision(options: {
  permissions: PermissionsService;
  credentials: BackstageCredentials;
  permission: ResourcePermission;
}): Promise<PolicyDecision> {
  const [decision] = await options.permissions.authorizeConditional(
    [{ permission: options.permission }],
    { credentials: options.credentials },
  );
  return decision ?? { result: AuthorizeResult.DENY };
}
