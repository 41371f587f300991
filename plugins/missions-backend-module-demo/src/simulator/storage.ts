import { randomUUID } from 'node:crypto';
import { clone, KubeObject } from './object';

/** Where an object is kept: resource, namespace ('' for cluster scope), name. */
export interface ObjectKey {
  resource: string;
  namespace: string;
  name: string;
}

/** One change, as a watch reports it. */
export interface StorageEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  resource: string;
  revision: number;
  object: KubeObject;
  previous?: KubeObject;
}

/** The content of a cluster, as it is written to its snapshot file. */
export interface StorageSnapshot {
  revision: number;
  objects: { resource: string; object: KubeObject }[];
}

/** A change as the log of a cluster has it: a stored object or a removed one. */
export interface LoggedChange {
  revision: number;
  resource: string;
  object?: KubeObject;
  removed?: { namespace?: string; name: string };
}

/** How many changes a watch can look back on before it gets 410 Gone. */
export const EVENT_HISTORY = 4000;

/** Objects by key, one revision counter for all, and the recent changes. */
export class Storage {
  private readonly byResource = new Map<string, Map<string, KubeObject>>();
  private readonly events: StorageEvent[] = [];
  private readonly listeners = new Set<(event: StorageEvent) => void>();
  private counter = 1;
  private compacted = 0;

  /** The revision of the newest change. */
  get revision(): number {
    return this.counter;
  }

  /** Changes up to this revision are forgotten. */
  get compactedRevision(): number {
    return this.compacted;
  }

  /** The object, not a copy: never change it. */
  get(key: ObjectKey): KubeObject | undefined {
    return this.byResource
      .get(key.resource)
      ?.get(entryKey(key.namespace, key.name));
  }

  /** Objects of a resource in the order of namespace and name; not copies. */
  list(resource: string, namespace?: string): KubeObject[] {
    const all = this.byResource.get(resource);
    if (!all) return [];
    const keys = [...all.keys()].sort();
    const prefix = namespace ? `${namespace}/` : '';
    return keys.filter(key => key.startsWith(prefix)).map(key => all.get(key)!);
  }

  /** Names of the resources that have objects. */
  resources(): string[] {
    return [...this.byResource.keys()].filter(
      name => this.byResource.get(name)!.size > 0,
    );
  }

  /** Stores a copy under a new revision and tells the watchers. */
  put(resource: string, object: KubeObject): KubeObject {
    this.counter += 1;
    const stored = clone(object);
    stored.metadata.resourceVersion = String(this.counter);
    let all = this.byResource.get(resource);
    if (!all) {
      all = new Map();
      this.byResource.set(resource, all);
    }
    const key = entryKey(stored.metadata.namespace ?? '', stored.metadata.name);
    const previous = all.get(key);
    all.set(key, stored);
    this.publish({
      type: previous ? 'MODIFIED' : 'ADDED',
      resource,
      object: stored,
      previous,
    });
    return stored;
  }

  /** Removes an object; its last state carries the revision of the removal. */
  remove(key: ObjectKey): KubeObject | undefined {
    const all = this.byResource.get(key.resource);
    const previous = all?.get(entryKey(key.namespace, key.name));
    if (!all || !previous) return undefined;
    all.delete(entryKey(key.namespace, key.name));
    this.counter += 1;
    const object = clone(previous);
    object.metadata.resourceVersion = String(this.counter);
    this.publish({ type: 'DELETED', resource: key.resource, object, previous });
    return object;
  }

  /** Changes after a revision. */
  since(revision: number): StorageEvent[] {
    return this.events.filter(event => event.revision > revision);
  }

  /** Calls back on every change until the returned function is called. */
  subscribe(listener: (event: StorageEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Forgets the recent changes, so that old watches and pages get 410 Gone. */
  compact(): void {
    this.events.length = 0;
    this.compacted = this.counter;
  }

  /** Everything that is stored. */
  snapshot(): StorageSnapshot {
    const objects = this.resources().flatMap(resource =>
      this.list(resource).map(object => ({ resource, object })),
    );
    return { revision: this.counter, objects };
  }

  /** Replaces everything. Revisions never go back, so that old watches end with 410 Gone. */
  restore(snapshot: StorageSnapshot): void {
    this.byResource.clear();
    this.counter = Math.max(this.counter, snapshot.revision) + 1;
    for (const { resource, object } of snapshot.objects) {
      const all =
        this.byResource.get(resource) ?? new Map<string, KubeObject>();
      this.byResource.set(resource, all);
      all.set(
        entryKey(object.metadata.namespace ?? '', object.metadata.name),
        clone(object),
      );
    }
    this.compact();
  }

  /** Does again what a log tells, with its revision; nobody is told. */
  replay(entry: LoggedChange): void {
    const { resource, object, removed } = entry;
    const { namespace = '', name } = object?.metadata ?? removed!;
    const all = this.byResource.get(resource) ?? new Map<string, KubeObject>();
    this.byResource.set(resource, all);
    if (object) all.set(entryKey(namespace, name), clone(object));
    else all.delete(entryKey(namespace, name));
    this.counter = Math.max(this.counter, entry.revision);
  }

  private publish(event: Omit<StorageEvent, 'revision'>): void {
    const full = { ...event, revision: this.counter };
    this.events.push(full);
    if (this.events.length > EVENT_HISTORY) {
      const dropped = this.events.splice(0, this.events.length - EVENT_HISTORY);
      this.compacted = dropped[dropped.length - 1].revision;
    }
    for (const listener of this.listeners) listener(full);
  }
}

/** A new UID. */
export function newUid(): string {
  return randomUUID();
}

function entryKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}
