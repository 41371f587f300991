import { Resource } from '../kinds/resource';
import { KubeObject } from '../object';
import { ApiError, notFound, qualified } from '../status';
import { WriteOptions } from './options';

/** New content needs a namespace that exists and is not being deleted. */
export function assertNamespaceOpen(
  object: KubeObject,
  resource: Resource,
  { cluster }: WriteOptions,
): void {
  if (!resource.namespaced) return;
  const name = object.metadata.namespace ?? '';
  const namespace = cluster.get('namespaces', '', name);
  if (!namespace) throw notFound({ group: '', plural: 'namespaces', name });
  if (!namespace.metadata.deletionTimestamp) return;
  const why = `unable to create new content in namespace ${name} because it is being terminated`;
  const subject = { ...resource, name: object.metadata.name };
  throw new ApiError(
    403,
    'Forbidden',
    `${qualified(subject)} "${subject.name}" is forbidden: ${why}`,
    {
      name: subject.name,
      ...(resource.group ? { group: resource.group } : {}),
      kind: resource.plural,
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${name} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    },
  );
}
