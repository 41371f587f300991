import { createObject } from './api/create';
import { systemWrite } from './api/options';
import { replaceObject } from './api/update';
import { SimulatedClock } from './clock';
import { Cluster } from './cluster';
import { ControlLoop } from './controllers/loop';
import { resourceId } from './kinds/resource';
import { clone, KubeObject } from './object';

/** Objects that were created or changed at one time in the past. @public */
export interface SeedWave {
  readonly minutesAgo: number;
  /** Field manager of the writes. @default kubectl-create */
  readonly manager?: string;
  readonly objects: readonly KubeObject[];
}

/** Writes waves of objects, each at its time, and lets the controllers settle after each. */
export function writeHistory(
  {
    cluster,
    clock,
    loop,
  }: { cluster: Cluster; clock: SimulatedClock; loop: ControlLoop },
  waves: readonly SeedWave[],
): void {
  try {
    for (const wave of waves) {
      clock.pretend(wave.minutesAgo);
      storeObjects(cluster, wave.objects, wave.manager);
      loop.settle();
    }
  } finally {
    clock.pretend(0);
  }
}

/** Creates objects, or replaces those that exist, through the API's own code; a given status is stored as it is. */
export function storeObjects(
  cluster: Cluster,
  objects: readonly KubeObject[],
  manager = 'kubectl-create',
): void {
  for (const object of objects) {
    const resource = cluster.resourceOfKind(object.apiVersion, object.kind);
    if (!resource)
      throw new Error(
        `${cluster.name}: ${object.apiVersion} ${object.kind} is not simulated`,
      );
    const { name, namespace = '' } = object.metadata;
    const id = resourceId(resource);
    const options = systemWrite(cluster, manager);
    if (cluster.get(id, namespace, name))
      replaceObject(object, resource, { namespace, name }, options);
    else createObject(object, resource, namespace, options);
    if (object.status === undefined) continue;
    const stored = clone(cluster.get(id, namespace, name)!);
    stored.status = clone(object.status);
    cluster.storage.put(id, stored);
  }
}
