import { deleteObject, DeleteOptions } from '../api/remove';
import { createObject } from '../api/create';
import { systemWrite } from '../api/options';
import { writeChanged } from '../api/update';
import { SimulatedClock } from '../clock';
import { Cluster } from '../cluster';
import { Resource, resourceId } from '../kinds/resource';
import { clone, KubeObject, OwnerReference, sameJson } from '../object';
import { ApiError } from '../status';

/** What controllers share: the cluster, time, and writes in the name of the system. */
export class ControllerContext {
  constructor(
    readonly cluster: Cluster,
    readonly clock: SimulatedClock,
    readonly registry?: ReadonlySet<string>,
  ) {}

  /** Objects of a resource. */
  list(resource: string, namespace?: string): KubeObject[] {
    return this.cluster.storage.list(resource, namespace);
  }

  /** An object. */
  get(
    resource: string,
    namespace: string,
    name: string,
  ): KubeObject | undefined {
    return this.cluster.get(resource, namespace, name);
  }

  /** Creates an object as a controller; undefined when the API refuses it, and then the reason is passed on. */
  create(
    object: KubeObject,
    refused?: (error: ApiError) => void,
  ): KubeObject | undefined {
    const resource = this.resourceOf(object);
    try {
      return createObject(
        object,
        resource,
        object.metadata.namespace ?? '',
        systemWrite(this.cluster),
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refused?.(error);
      return undefined;
    }
  }

  /** Changes the live object by a function and stores it when it differs. */
  update(
    object: KubeObject,
    change: (draft: KubeObject) => void,
  ): KubeObject | undefined {
    return this.write(object, change, undefined);
  }

  /** Changes the live object's status and stores it when it differs. */
  updateStatus(
    object: KubeObject,
    change: (draft: KubeObject) => void,
    manager?: string,
  ): KubeObject | undefined {
    return this.write(object, change, 'status', manager);
  }

  /** Deletes an object if it is still the one that was meant. */
  delete(object: KubeObject, options: DeleteOptions = {}): void {
    const { namespace = '', name, uid } = object.metadata;
    const resource = this.resourceOf(object);
    const live = this.get(resourceId(resource), namespace, name);
    if (!live || live.metadata.uid !== uid) return;
    deleteObject(
      resource,
      { namespace, name },
      options,
      systemWrite(this.cluster),
    );
  }

  /** The resource of an object; every stored object has one. */
  resourceOf(object: KubeObject): Resource {
    const resource = this.cluster.resourceOfKind(
      object.apiVersion,
      object.kind,
    );
    if (!resource)
      throw new Error(`${object.apiVersion} ${object.kind} is not served`);
    return resource;
  }

  private write(
    object: KubeObject,
    change: (draft: KubeObject) => void,
    subresource: string | undefined,
    manager = 'kube-controller-manager',
  ): KubeObject | undefined {
    const resource = this.resourceOf(object);
    const { namespace = '', name, uid } = object.metadata;
    const live = this.get(resourceId(resource), namespace, name);
    if (!live || live.metadata.uid !== uid) return undefined;
    const draft = clone(live);
    change(draft);
    if (sameJson(draft, live)) return live;
    const options = { ...systemWrite(this.cluster, manager), subresource };
    return writeChanged(draft, live, resource, options);
  }
}

/** The reference of a controller on its dependant. */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid!,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** Is this object controlled by that owner? */
export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return (object.metadata.ownerReferences ?? []).some(
    reference => reference.controller && reference.uid === owner.metadata.uid,
  );
}
