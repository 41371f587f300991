import { resourceId } from '../kinds/resource';
import { KubeObject } from '../object';
import { ControllerContext } from './controller';

/** Every namespace has a ServiceAccount `default` and the ConfigMap `kube-root-ca.crt`; a terminating one is emptied. */
export function reconcileNamespace(
  context: ControllerContext,
  namespace: KubeObject,
  ca: string,
): void {
  const { name } = namespace.metadata;
  if (namespace.metadata.deletionTimestamp) {
    terminate(context, namespace);
    return;
  }
  if (!context.get('serviceaccounts', name, 'default')) {
    context.create({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace: name },
    });
  }
  if (!context.get('configmaps', name, 'kube-root-ca.crt')) {
    context.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'kube-root-ca.crt',
        namespace: name,
        annotations: {
          'kubernetes.io/description':
            'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
        },
      },
      data: { 'ca.crt': ca },
    });
  }
}

function terminate(context: ControllerContext, namespace: KubeObject): void {
  const { storage } = context.cluster;
  const { name } = namespace.metadata;
  let left = 0;
  for (const resource of context.cluster
    .resources()
    .filter(item => item.namespaced)) {
    for (const object of storage.list(resourceId(resource), name)) {
      if (!object.metadata.deletionTimestamp) context.delete(object);
    }
    left += storage.list(resourceId(resource), name).length;
  }
  if (left > 0) return;
  context.updateStatus(namespace, draft => {
    draft.status = { ...draft.status, phase: 'Terminating' };
  });
  const live = context.get('namespaces', '', name);
  if (!live || live.metadata.finalizers?.length) return;
  storage.remove({ resource: 'namespaces', namespace: '', name });
}
