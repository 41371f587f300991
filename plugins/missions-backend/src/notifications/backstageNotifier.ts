import type { MissionNotifier } from '@mission-control/plugin-missions-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';

/** Sends through Backstage's notifications. */
export function backstageNotifier(
  notifications: NotificationService,
): MissionNotifier {
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
    },
  };
}
