import type { RootConfigService } from '@backstage/backend-plugin-api';

/** What the configuration says about notifications. */
export interface NotificationRules {
  /** Told of an approval whose policy names nobody. */
  readonly approvers: readonly string[];
  /** Where the frontend shows Mission Control, without a slash at its end. */
  readonly path: string;
}

const APPROVERS = 'missions.notifications.approvers';
const PATH = 'missions.notifications.path';

/** Reads the rules; throws with the key and the remedy. */
export function readNotificationRules(
  config: RootConfigService,
): NotificationRules {
  const approvers = config.getOptionalStringArray(APPROVERS) ?? [];
  for (const ref of approvers) {
    guardRef(ref);
  }
  const path = config.getOptionalString(PATH) ?? '/missions';
  if (!path.startsWith('/')) {
    throw new Error(
      `${PATH} is '${path}'; it has to begin with a slash, such as /missions`,
    );
  }
  return { approvers, path: path.replace(/\/+$/, '') };
}

function guardRef(ref: string): void {
  if (!/^(user|group):[^:/\s]+\/[^:/\s]+$/.test(ref)) {
    throw new Error(
      `${APPROVERS} has '${ref}'; it takes refs of users and groups, such as group:default/platform`,
    );
  }
}
