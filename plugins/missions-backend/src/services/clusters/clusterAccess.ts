import { writeRefusal, type ClusterRegistry } from '../../clusters';
import type { ClusterAccess } from '../../worker';

/** How the worker gets at clusters: clients of the registry, behind its guards. */
export function clusterAccess(registry: ClusterRegistry): ClusterAccess {
  return {
    async connect(name, { runId, missionName }) {
      const { client, connection, guard } = await registry.usable(name);
      const { environment, production, demo } = guard;
      return {
        ref: { name, title: connection.title, environment, production, demo },
        client: client.forRun({ runId, missionName }),
        writeRefusal: (object, verb) => writeRefusal(guard, object, verb),
      };
    },
  };
}
