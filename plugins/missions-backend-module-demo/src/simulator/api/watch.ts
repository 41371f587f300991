import { Cluster } from '../cluster';
import { apiVersionOf, Resource, resourceId } from '../kinds/resource';
import { KubeObject } from '../object';
import { expired } from '../status';
import { StorageEvent } from '../storage';
import { readSelectors } from './list';

/** One line of a watch. */
export interface WatchLine {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: unknown;
}

/** A running watch. */
export interface WatchHandle {
  stop(): void;
  /** Sends a bookmark with the newest revision. */
  bookmark(): void;
}

/**
 * Starts a watch. Without a resourceVersion (or with `0`) the present objects
 * come first; with one, the changes after it, or an ERROR line with 410 when
 * these are forgotten. `end` is called when the watch cannot go on.
 */
export function watchObjects(
  cluster: Cluster,
  resource: Resource,
  namespace: string | undefined,
  query: URLSearchParams,
  send: (line: WatchLine) => void,
  end: () => void,
): WatchHandle {
  const selected = readSelectors(query, resource);
  const id = resourceId(resource);
  const { storage } = cluster;
  const start = query.get('resourceVersion') ?? '';
  const inScope = (object: KubeObject) =>
    !namespace || object.metadata.namespace === namespace;
  const forward = (event: StorageEvent) => {
    if (event.resource !== id || !inScope(event.object)) return;
    const line = lineFor(event, selected);
    if (line) send(line);
  };
  const bookmark = () =>
    send({
      type: 'BOOKMARK',
      object: {
        kind: resource.kind,
        apiVersion: apiVersionOf(resource),
        metadata: {
          resourceVersion: String(storage.revision),
          creationTimestamp: null,
        },
      },
    });
  if (start === '' || start === '0') {
    for (const object of storage.list(id, namespace))
      if (selected(object)) send({ type: 'ADDED', object });
    if (query.get('sendInitialEvents') === 'true') bookmark();
  } else if (Number(start) < storage.compactedRevision) {
    send({
      type: 'ERROR',
      object: expired(
        `too old resource version: ${start} (${storage.compactedRevision})`,
      ).toStatus(),
    });
    end();
    return { stop: () => {}, bookmark: () => {} };
  } else storage.since(Number(start)).forEach(forward);
  return { stop: storage.subscribe(forward), bookmark };
}

/** An object that enters or leaves the selection is added or deleted for the watcher. */
function lineFor(
  event: StorageEvent,
  selected: (object: KubeObject) => boolean,
): WatchLine | undefined {
  const now = event.type !== 'DELETED' && selected(event.object);
  const before = event.previous !== undefined && selected(event.previous);
  if (now) return { type: before ? 'MODIFIED' : 'ADDED', object: event.object };
  if (!before) return undefined;
  const left = event.previous ?? event.object;
  const { resourceVersion } = event.object.metadata;
  return {
    type: 'DELETED',
    object: { ...left, metadata: { ...left.metadata, resourceVersion } },
  };
}
