import { setTimeout as sleep } from 'node:timers/promises';
import {
  compareClusters,
  type ClusterDifference,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
  ServedResource,
} from '@mission-control/plugin-missions-node';

import { isNotFound } from './actors';
import { FINALIZER } from './kinds';

const POLL_MS = 60;
const SETTLED_MS = 20_000;
/** Beside what a case makes, what the cluster puts into each namespace. */
const PASSING = ['Event', 'PodMetrics'];
/** Kinds that equality leaves out, because controllers write them all the time; a sequence's own are compared all the same. */
const LEFT_OUT = ['Lease', 'Endpoints', 'EndpointSlice'];

/** The objects of a case at one moment, by `Kind namespace name`. */
export type Snapshot = ReadonlyMap<string, KubernetesObject>;

/** The part of a cluster that one case has for itself. */
export class Stage {
  readonly #cluster: ClusterClient;
  readonly #prefix: string;
  #resources: readonly ServedResource[] | undefined;
  #controller: NodeJS.Timeout | undefined;

  /** @param prefix - of the names of all its objects, and of its namespaces */
  constructor(cluster: ClusterClient, prefix: string) {
    this.#cluster = cluster;
    this.#prefix = prefix;
  }

  /** Everything that is there of the case, whoever made it. */
  async snapshot(): Promise<Snapshot> {
    const found = new Map<string, KubernetesObject>();
    this.#resources ??= await this.#listable();
    for (const objects of await Promise.all(
      this.#resources.map(served => this.#list(served)),
    )) {
      for (const object of objects) {
        found.set(keyOf(object), object);
      }
    }
    return found;
  }

  /**
   * How the case differs from what it shall be once all is settled: none as soon
   * as it is equal, and nothing is being deleted.
   */
  async differences(
    wanted: Snapshot,
    part: (object: KubernetesObject) => KubernetesObject | undefined = object =>
      object,
  ): Promise<ClusterDifference[]> {
    const deadline = Date.now() + SETTLED_MS;
    for (;;) {
      const now = await this.snapshot();
      const found = compareClusters(
        compared(wanted, part),
        compared(now, part),
      );
      const isGoing = [...now.values()].some(
        ({ metadata }) => metadata?.deletionTimestamp,
      );
      if ((found.length === 0 && !isGoing) || Date.now() > deadline) {
        return found;
      }
      await sleep(POLL_MS);
    }
  }

  /** Plays the controller whose finalizer holds objects: lets go of what is being deleted. */
  startController(): void {
    let isBusy = false;
    this.#controller = setInterval(() => {
      if (!isBusy) {
        isBusy = true;
        this.#letGo()
          .catch(() => undefined)
          .finally(() => {
            isBusy = false;
          });
      }
    }, 150);
  }

  /** Objects whose finalizers the controller may have to take off, by their paths. */
  readonly held = new Set<string>();

  async #letGo(): Promise<void> {
    for (const path of this.held) {
      const { body } = await this.#cluster
        .request<KubernetesObject>({ path })
        .catch(() => ({ body: {} as KubernetesObject }));
      const { deletionTimestamp, finalizers = [] } = body.metadata ?? {};
      if (deletionTimestamp && finalizers.includes(FINALIZER)) {
        await this.#cluster.request({
          method: 'PATCH',
          path,
          contentType: 'application/merge-patch+json',
          body: {
            metadata: {
              finalizers: finalizers.filter(
                (each: string) => each !== FINALIZER,
              ),
            },
          },
        });
      }
    }
  }

  /** Removes all that is left of the case; does not wait for it. */
  async clear(): Promise<void> {
    for (const object of (await this.snapshot()).values()) {
      const { kind, metadata } = object;
      if (metadata?.namespace === undefined || metadata.finalizers?.length) {
        const served = this.#resources!.find(each => each.kind === kind)!;
        const path = `${rootOf(served)}${
          metadata?.namespace ? `/namespaces/${metadata.namespace}` : ''
        }/${served.resource}/${metadata?.name}`;
        await this.#cluster
          .request({
            method: 'PATCH',
            path,
            contentType: 'application/merge-patch+json',
            body: { metadata: { finalizers: null } },
          })
          .catch(() => undefined);
        await this.#cluster
          .request({ method: 'DELETE', path })
          .catch(() => undefined);
      }
    }
  }

  stopController(): void {
    clearInterval(this.#controller);
  }

  async #listable(): Promise<ServedResource[]> {
    const { items } = await this.#cluster.resources();
    const seen = new Set<string>();
    return items.filter(({ group, resource, kind, verbs }) => {
      const key = `${group}/${resource}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew && verbs.includes('list') && !PASSING.includes(kind);
    });
  }

  async #list(served: ServedResource): Promise<KubernetesObject[]> {
    try {
      const { items } = await this.#cluster.list(
        `${rootOf(served)}/${served.resource}`,
      );
      return items
        .filter(({ metadata = {} }) =>
          metadata.namespace
            ? [this.#prefix, `${this.#prefix}-home`].includes(
                metadata.namespace,
              )
            : isOf(metadata.name ?? '', this.#prefix),
        )
        .map(item => ({ ...item, kind: served.kind }));
    } catch (error) {
      // Other tests on the same server take their definitions back meanwhile.
      if (isNotFound(error)) {
        return [];
      }
      throw error;
    }
  }
}

/** Whether a name of the whole cluster begins with a prefix, or with `things.` and it. */
function isOf(name: string, prefix: string): boolean {
  return new RegExp(`^(things\\.)?${prefix}([.-]|$)`).test(name);
}

function rootOf({ group, version }: ServedResource): string {
  return group ? `/apis/${group}/${version}` : `/api/${version}`;
}

export function keyOf({ kind, metadata }: KubernetesObject): string {
  return [kind, metadata?.namespace, metadata?.name].filter(Boolean).join(' ');
}

/** Objects as the project's equality compares them, which here sees also of the kinds that it leaves out what nobody's controller made. */
function compared(
  objects: Snapshot,
  part: (object: KubernetesObject) => KubernetesObject | undefined,
): KubernetesObject[] {
  return [...objects.values()].flatMap(whole => {
    const object = part(whole);
    if (!object) {
      return [];
    }
    const { ownerReferences, labels } = object.metadata ?? {};
    const isOwned =
      ownerReferences?.some((owner: any) => owner.controller) ||
      labels?.['endpoints.kubernetes.io/managed-by'];
    const isLeftOut = LEFT_OUT.includes(object.kind ?? '') && !isOwned;
    return withoutOwnerUids(
      isLeftOut ? { ...object, kind: `${object.kind} of a sequence` } : object,
    );
  });
}

/**
 * An owner that was made anew has another uid, also where field owners name it.
 * Who owns a map itself (`.`), beside its members, is nobody's value.
 */
function withoutOwnerUids(object: KubernetesObject): KubernetesObject {
  return JSON.parse(
    JSON.stringify(object)
      .replace(/k:\{\\"uid\\":\\"[^"]+\\"\}/g, 'k:owner')
      .replace(/"\.":\{\},?/g, '')
      .replace(/,\}/g, '}'),
  );
}
