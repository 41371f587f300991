import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  missionNotifiersExtensionPoint,
  type MissionNotification,
} from '@mission-control/plugin-missions-node';
import type { Knex } from 'knex';

/** Keeps every message that Mission Control sends to people. */
export function notifierInto(messages: MissionNotification[]) {
  return createBackendModule({
    pluginId: 'missions',
    moduleId: 'canary',
    register(reg) {
      reg.registerInit({
        deps: { notifiers: missionNotifiersExtensionPoint },
        async init({ notifiers }) {
          const notify = async (message: MissionNotification) => {
            messages.push(message);
          };
          notifiers.addNotifier({ id: 'canary', notify });
        },
      });
    },
  });
}

/** A logger that keeps everything, errors with their stacks. */
export function recorder(lines: string[]): any {
  const keep = (...parts: unknown[]) => {
    lines.push(
      parts
        .map(part =>
          part instanceof Error ? part.stack : JSON.stringify(part),
        )
        .join(' '),
    );
  };
  const logger = { error: keep, warn: keep, info: keep, debug: keep };
  return { ...logger, child: () => recorder(lines) };
}

/** Names of all tables of a database. */
export async function tablesOf(knex: Knex): Promise<string[]> {
  const tables: { name: string }[] =
    knex.client.config.client === 'pg'
      ? await knex('information_schema.tables')
          .where('table_schema', knex.raw('current_schema()'))
          .select('table_name as name')
      : await knex('sqlite_master').where({ type: 'table' }).select('name');
  return tables.map(({ name }) => name);
}
