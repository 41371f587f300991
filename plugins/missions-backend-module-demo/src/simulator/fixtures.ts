import { createHash } from 'node:crypto';
import { createObject } from './api/create';
import { systemWrite } from './api/options';
import { Cluster } from './cluster';
import { ControlLoop } from './controllers/loop';
import { Resource, resourceId } from './kinds/resource';
import { isRecord, KubeObject } from './object';
import { ApiError } from './status';

/** Field manager of what is made for missions. */
const MANAGER = 'mission-fixtures';

/**
 * Where the state remembers what was made, by object: the hash of what was
 * asked. No resource is served under this name.
 */
const MEMORY = 'fixtures.demo.mission-control.dev';
const MEMORY_NAME = 'made';

/** An object that was not made as it was asked. @public */
export interface FixtureRefusal {
  readonly object: KubeObject;
  readonly reason: string;
}

/**
 * Makes the objects that are new or changed since the state began. What is
 * there already with another content is never overwritten; what was made and
 * then deleted is not made again.
 */
export function writeFixtures(
  { cluster, loop }: { cluster: Cluster; loop: ControlLoop },
  objects: readonly KubeObject[],
): FixtureRefusal[] {
  const made = new Map(Object.entries(readMemory(cluster)));
  const refusals: FixtureRefusal[] = [];
  let changed = false;
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object;
    const key = [apiVersion, kind, metadata.namespace, metadata.name].join(' ');
    const hash = createHash('sha256')
      .update(JSON.stringify(object))
      .digest('hex');
    if (made.get(key) === hash) continue;
    const reason = makeOne(cluster, object);
    if (reason === undefined) {
      made.set(key, hash);
      changed = true;
      // What comes next may be an instance of it.
      if (kind === 'CustomResourceDefinition') loop.settle();
    } else refusals.push({ object, reason });
  }
  if (changed) writeMemory(cluster, made);
  return refusals;
}

/** Says why it did not make the object; undefined when it is there as it should be. */
function makeOne(cluster: Cluster, object: KubeObject): string | undefined {
  const { apiVersion, kind, metadata } = object;
  const resource = cluster.resourceOfKind(apiVersion, kind);
  if (!resource) return `${apiVersion} ${kind} is not simulated`;
  const namespace = namespaceOf(object, resource);
  const existing = cluster.get(resourceId(resource), namespace, metadata.name);
  if (existing) {
    return holds(existing, object)
      ? undefined
      : 'it is there already with another content, which a reset of the cluster replaces';
  }
  try {
    createObject(object, resource, namespace, systemWrite(cluster, MANAGER));
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}

function namespaceOf({ metadata }: KubeObject, resource: Resource): string {
  return resource.namespaced ? metadata.namespace ?? 'default' : '';
}

/** Whether a stored value says all that was asked; defaults may be beside it. */
function holds(stored: unknown, asked: unknown): boolean {
  if (Array.isArray(asked)) {
    return (
      Array.isArray(stored) &&
      stored.length === asked.length &&
      asked.every((item, index) => holds(stored[index], item))
    );
  }
  if (isRecord(asked)) {
    return (
      isRecord(stored) &&
      Object.entries(asked).every(([name, item]) => holds(stored[name], item))
    );
  }
  return stored === asked;
}

function readMemory(cluster: Cluster): Record<string, string> {
  return cluster.get(MEMORY, '', MEMORY_NAME)?.hashes ?? {};
}

function writeMemory(cluster: Cluster, made: Map<string, string>): void {
  cluster.storage.put(MEMORY, {
    apiVersion: 'demo.mission-control.dev/v1',
    kind: 'Fixtures',
    metadata: { name: MEMORY_NAME },
    hashes: Object.fromEntries(made),
  });
}
