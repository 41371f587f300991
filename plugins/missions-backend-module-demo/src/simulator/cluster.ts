import { BUILTIN_RESOURCES } from './kinds/builtin';
import { customResources } from './kinds/custom';
import { apiVersionOf, Resource, resourceId } from './kinds/resource';
import { KubeObject } from './object';
import { Storage, StorageEvent } from './storage';

const CRD_RESOURCE = 'customresourcedefinitions.apiextensions.k8s.io';

/** Reads the simulated time. */
export interface Clock {
  now(): Date;
}

/** One simulated cluster: its objects, its resources and its clock. Knows nothing of HTTP. */
export class Cluster {
  readonly storage = new Storage();
  private readonly custom = new Map<string, Resource[]>();
  private nextAddress = 10;
  private nextNodePort = 30000;

  constructor(
    readonly name: string,
    /** Git version, e.g. `v1.36.3`. */
    readonly version: string,
    readonly clock: Clock,
  ) {
    this.storage.subscribe(event => this.onStorageEvent(event));
  }

  /** Built-in resources and those of established definitions. */
  resources(): Resource[] {
    return [...BUILTIN_RESOURCES, ...[...this.custom.values()].flat()];
  }

  /** The resource under a path of the API; undefined when it is not served. */
  resource(
    group: string,
    version: string,
    plural: string,
  ): Resource | undefined {
    return this.resources().find(
      item =>
        item.group === group &&
        item.version === version &&
        item.plural === plural,
    );
  }

  /** The resource of an object. */
  resourceOfKind(apiVersion: string, kind: string): Resource | undefined {
    return this.resources().find(
      item => apiVersionOf(item) === apiVersion && item.kind === kind,
    );
  }

  /** The preferred resource by storage name (`deployments.apps`). */
  resourceById(id: string): Resource | undefined {
    return this.resources().find(item => resourceId(item) === id);
  }

  /** An object by resource name. */
  get(
    resource: string,
    namespace: string,
    name: string,
  ): KubeObject | undefined {
    return this.storage.get({ resource, namespace, name });
  }

  /** The time of a write: RFC 3339 in seconds. */
  timestamp(): string {
    return this.clock
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
  }

  /** A free cluster IP or node port. */
  allocate(range: 'clusterIP' | 'nodePort'): string {
    const services = this.storage.list('services');
    if (range === 'nodePort') {
      const used = new Set(
        services.flatMap(service =>
          (service.spec?.ports ?? []).map((port: any) => port.nodePort),
        ),
      );
      do
        this.nextNodePort =
          this.nextNodePort >= 32767 ? 30000 : this.nextNodePort + 1;
      while (used.has(this.nextNodePort));
      return String(this.nextNodePort);
    }
    const used = new Set(services.map(service => service.spec?.clusterIP));
    let address: string;
    do {
      this.nextAddress = (this.nextAddress + 1) % 65000;
      address = `10.96.${Math.floor(this.nextAddress / 250)}.${
        (this.nextAddress % 250) + 2
      }`;
    } while (used.has(address));
    return address;
  }

  /** Reads the definitions again after the storage was replaced. */
  reload(): void {
    this.custom.clear();
    for (const definition of this.storage.list(CRD_RESOURCE))
      this.serve(definition);
  }

  private onStorageEvent({ type, resource, object }: StorageEvent): void {
    if (resource !== CRD_RESOURCE) return;
    if (type === 'DELETED') this.custom.delete(object.metadata.name);
    else this.serve(object);
  }

  private serve(definition: KubeObject): void {
    const established = (definition.status?.conditions ?? []).some(
      (condition: any) =>
        condition.type === 'Established' && condition.status === 'True',
    );
    if (established)
      this.custom.set(definition.metadata.name, customResources(definition));
  }
}
