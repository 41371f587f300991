import type { LoggerService } from '@backstage/backend-plugin-api';
import type { MissionNotifier } from '@mission-control/plugin-missions-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';

/**
 * Sends through Backstage's notifications. A portal without their plugin works
 * as well: that is said once with what to do, and then only when debugging.
 */
export function backstageNotifier(
  notifications: NotificationService,
  logger: LoggerService,
): MissionNotifier {
  let isSaid = false;
  return {
    id: 'backstage',
    async notify({
      recipients,
      except = [],
      title,
      description,
      link,
      severity,
      scope,
    }) {
      try {
        await notifications.send({
          recipients: {
            type: 'entity',
            entityRef: [...recipients],
            ...(except.length > 0 && { excludeEntityRef: [...except] }),
          },
          payload: {
            title,
            description,
            link,
            severity,
            scope,
            topic: 'missions',
          },
        });
      } catch (error) {
        if (!isNotInstalled(error)) {
          throw error;
        }
        if (isSaid) {
          logger.debug(`No notifications plugin took '${title}'`);
          return;
        }
        isSaid = true;
        logger.warn(
          `Nobody was notified of '${title}': the notifications plugin of Backstage is not installed (its address answered 404). Add @backstage/plugin-notifications-backend to the backend, or leave it: the portal shows what waits. This is said once.`,
        );
      }
    },
  };
}

/** The service says by its words only that nothing is at the plugin's address. */
function isNotInstalled(error: unknown): boolean {
  return error instanceof Error && /\bstatus 404\b/.test(error.message);
}
