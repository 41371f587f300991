import {
  UNKNOWN_IDENTITY,
  writeRefusal,
  type ClusterRegistry,
} from '../../clusters';
import type { ClusterAccess, ClusterStanding } from '../../worker';
import { standingOf } from './standingOf';
import { standingOfStarter } from './standingOfStarter';

/** How the worker gets at clusters: clients of the registry, behind its guards. */
export function clusterAccess(registry: ClusterRegistry): ClusterAccess {
  return {
    async connect(name, { runId, missionName, starter }) {
      const registered = await registry.usable(name);
      const { connection, guard } = registered;
      const { environment, production, demo } = guard;
      const actAs = registered.actAs?.(starter);
      const client = registered.client.forRun({ runId, missionName, actAs });
      if (client.identity === UNKNOWN_IDENTITY) {
        // Its client learns it: checks of any phase tell who may not.
        void registry.status(name).catch(() => {});
      }
      return {
        ref: { name, title: connection.title, environment, production, demo },
        client,
        standing: () =>
          actAs ? standingOfStarter(client) : standing(registry, name),
        writeRefusal: (object, verb) => writeRefusal(guard, object, verb),
      };
    },
  };
}

/** What was last asked, and asked again when that did not tell who acts. */
async function standing(
  registry: ClusterRegistry,
  name: string,
): Promise<ClusterStanding> {
  const last = await registry.status(name);
  const tells = last.uid !== undefined && last.identity !== UNKNOWN_IDENTITY;
  return standingOf(
    tells ? last : await registry.status(name, { refresh: true }),
  );
}
