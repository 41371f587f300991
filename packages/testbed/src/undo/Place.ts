import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type {
  ClusterRequest,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';

import type { Op, Slot } from './Case';
import type { Part, Value } from './kinds';

/** How many pods there are before, how many a run scales to, and somebody else. */
export const REPLICAS = [1, 4, 3] as const;

/** A field that all objects may have, and the sequences change besides. */
export const label = (name: string, value: string): Part => ({
  metadata: { labels: { [name]: value } },
});

/** Names and contents of the objects of one case. */
export class Place {
  /** The namespace that is there before. */
  readonly namespace: string;
  /** The namespace that the run makes. */
  readonly home: string;
  readonly slots: readonly Slot[];

  /** @param prefix - of the names of all objects of the case */
  constructor(prefix: string, slots: readonly Slot[]) {
    this.namespace = prefix;
    this.home = `${prefix}-home`;
    this.slots = slots;
  }

  refOf(slot: Slot): ObjectRef {
    const { apiVersion, kind, namespaced } = slot.kind;
    const namespace = slot.isAtHome ? this.home : this.namespace;
    const name = this.#nameOf(slot);
    return { apiVersion, kind, ...(namespaced && { namespace }), name };
  }

  /** Where the API server has it. */
  pathOf(slot: Slot): string {
    return `${this.listOf(slot)}/${this.#nameOf(slot)}`;
  }

  listOf(slot: Slot): string {
    const { apiVersion, resource } = slot.kind;
    const { namespace } = this.refOf(slot);
    const root = apiVersion.includes('/') ? 'apis' : 'api';
    const within = namespace ? `/namespaces/${namespace}` : '';
    return `/${root}/${apiVersion}${within}/${resource}`;
  }

  /** The object as somebody, or the run, makes it. */
  objectOf(slot: Slot, value: Value): KubernetesObject {
    return this.part(
      slot,
      slot.kind.base(this.#nameOf(slot)),
      slot.kind.field(value),
    );
  }

  /** Parts of the object, with its name. */
  part(slot: Slot, ...parts: readonly Part[]): KubernetesObject {
    const { apiVersion, kind, namespace, name } = this.refOf(slot);
    const named = { metadata: { name, ...(namespace && { namespace }) } };
    return merged({ apiVersion, kind }, ...parts, named) as KubernetesObject;
  }

  /** Whether a write is one of the object of a slot. */
  isAbout(slot: Slot, { method, path, body }: ClusterRequest): boolean {
    const name = (body as KubernetesObject | undefined)?.metadata?.name;
    return method === 'POST'
      ? path === this.listOf(slot) && name === this.#nameOf(slot)
      : path === this.pathOf(slot);
  }

  #nameOf(slot: Slot): string {
    const name = `${this.namespace}-${this.slots.indexOf(slot)}`;
    return slot.kind.kind === 'CustomResourceDefinition'
      ? `things.${name}.example.com`
      : name;
  }
}

/** An object in a sentence, and as a key. */
export function nameOf({ kind, namespace, name }: ObjectRef): string {
  return [kind, namespace, name].filter(Boolean).join(' ');
}

/** The field that a run changes of a slot, by the last of its ops that changes it. */
export function changedField(
  { kind, ops }: Pick<Slot, 'kind' | 'ops'>,
  value: Value,
): Part {
  const last = ops.findLast((op: Op) => op !== 'delete' && op !== 'create');
  return last === 'scale'
    ? { spec: { replicas: REPLICAS[value] } }
    : kind.field(value);
}

/** Maps merged, later ones over earlier ones; lists are values. */
export function merged(...parts: readonly Part[]): Part {
  const result: Record<string, unknown> = {};
  for (const part of parts) {
    for (const [key, value] of Object.entries(part)) {
      const former = result[key];
      result[key] =
        isMap(former) && isMap(value) ? merged(former, value) : value;
    }
  }
  return result;
}

function isMap(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
