import { KubeObject } from '../object';
import { SchemaNode } from '../schema/node';
import { StatusCause } from '../status';

/** What a write of a kind knows when it prepares and validates an object. */
export interface KindContext {
  /** The stored object; absent on create. */
  live?: KubeObject;
  /** Free value of a range: cluster IPs and node ports. */
  allocate(range: 'clusterIP' | 'nodePort'): string;
  /** The time of the write. */
  now: string;
}

/** One resource that the simulator serves. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly schema: SchemaNode;
  /** `status` is written only through the status subresource. */
  readonly hasStatus: boolean;
  readonly hasScale: boolean;
  /** `metadata.generation` counts changes of what this returns; absent: no generation. */
  readonly generationOf?: (object: KubeObject) => unknown;
  /** The object that an Update manager's first write is compared with: Go's zero value. */
  readonly zero: Record<string, unknown>;
  /** Fills the server's defaults, in place. */
  readonly defaults?: (object: KubeObject, context: KindContext) => void;
  /** What the server sets after field ownership is settled (allocations, selectors of its own), in place. */
  readonly prepare?: (object: KubeObject, context: KindContext) => void;
  /** Finds what the server would refuse with 422. */
  readonly validate?: (
    object: KubeObject,
    context: KindContext,
  ) => StatusCause[];
  /** What an object may change although its kind may not, given the stored one. */
  readonly mayChange?: (live: KubeObject) => readonly string[];
  /** Set for custom resources. */
  readonly custom?: boolean;
  /** Finalizer that every new object gets. */
  readonly finalizer?: string;
}

/** `apps/v1`, or `v1` in the core group. */
export function apiVersionOf(resource: {
  group: string;
  version: string;
}): string {
  return resource.group
    ? `${resource.group}/${resource.version}`
    : resource.version;
}

/** A kind as what was recorded of it names it: `apps/v1/Deployment`, `/v1/Pod`. */
export function kindId(resource: {
  group: string;
  version: string;
  kind: string;
}): string {
  return `${resource.group}/${resource.version}/${resource.kind}`;
}

/** The storage name of a resource: `deployments.apps`. */
export function resourceId(resource: {
  group: string;
  plural: string;
}): string {
  return resource.group
    ? `${resource.plural}.${resource.group}`
    : resource.plural;
}
