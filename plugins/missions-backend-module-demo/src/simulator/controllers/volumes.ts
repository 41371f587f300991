import { KubeObject } from '../object';
import { ControllerContext } from './controller';
import { recordEvent } from './events';

const CLASSES = 'storageclasses.storage.k8s.io';
const PROTECTION = 'kubernetes.io/pvc-protection';
const COMPONENT = 'persistentvolume-controller';

/** Binds claims to new volumes, and lets go of claims and volumes that nobody uses. */
export function reconcileVolumes(context: ControllerContext): void {
  for (const claim of context.list('persistentvolumeclaims')) {
    if (claim.metadata.deletionTimestamp) release(context, claim);
    else if (claim.status?.phase === 'Pending') bind(context, claim);
  }
  for (const volume of context.list('persistentvolumes'))
    settle(context, volume);
}

function bind(context: ControllerContext, claim: KubeObject): void {
  const { name, namespace = '', uid } = claim.metadata;
  if (claim.spec.volumeName) {
    const volume = context.get('persistentvolumes', '', claim.spec.volumeName);
    if (volume?.spec.claimRef?.uid !== uid) {
      context.updateStatus(claim, draft => {
        draft.status = { ...draft.status, phase: 'Lost' };
      });
    }
    return;
  }
  const storageClass = context.get(
    CLASSES,
    '',
    claim.spec.storageClassName ?? '',
  );
  if (!storageClass) {
    const text = claim.spec.storageClassName
      ? `storageclass.storage.k8s.io "${claim.spec.storageClassName}" not found`
      : 'no persistent volumes available for this claim and no storage class is set';
    once(
      context,
      claim,
      'Warning',
      claim.spec.storageClassName ? 'ProvisioningFailed' : 'FailedBinding',
      text,
    );
    return;
  }
  if (
    storageClass.volumeBindingMode === 'WaitForFirstConsumer' &&
    !hasConsumer(context, claim)
  ) {
    once(
      context,
      claim,
      'Normal',
      'WaitForFirstConsumer',
      'waiting for first consumer to be created before binding',
    );
    return;
  }
  const volumeName = `pvc-${uid}`;
  context.create({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: volumeName,
      annotations: {
        'pv.kubernetes.io/provisioned-by': storageClass.provisioner,
      },
      finalizers: ['kubernetes.io/pv-protection'],
    },
    spec: {
      accessModes: claim.spec.accessModes,
      capacity: { storage: claim.spec.resources.requests.storage },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name,
        namespace,
        uid,
      },
      hostPath: { path: `/var/lib/simulated/${volumeName}` },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      storageClassName: storageClass.metadata.name,
    },
  });
  const bound = context.update(claim, draft => {
    draft.spec.volumeName = volumeName;
    draft.metadata.annotations = {
      ...draft.metadata.annotations,
      'pv.kubernetes.io/bind-completed': 'yes',
      'pv.kubernetes.io/bound-by-controller': 'yes',
      'volume.kubernetes.io/storage-provisioner': storageClass.provisioner,
    };
  });
  if (!bound) return;
  context.updateStatus(bound, draft => {
    draft.status = {
      phase: 'Bound',
      accessModes: draft.spec.accessModes,
      capacity: { storage: draft.spec.resources.requests.storage },
    };
  });
  once(
    context,
    claim,
    'Normal',
    'ProvisioningSucceeded',
    `Successfully provisioned volume ${volumeName}`,
  );
}

function release(context: ControllerContext, claim: KubeObject): void {
  if (usersOf(context, claim).length > 0) return;
  context.update(claim, draft => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter(
      item => item !== PROTECTION,
    );
  });
}

function settle(context: ControllerContext, volume: KubeObject): void {
  const { claimRef, persistentVolumeReclaimPolicy: policy } = volume.spec;
  const claim = claimRef
    ? context.get('persistentvolumeclaims', claimRef.namespace, claimRef.name)
    : undefined;
  const held = claim && claim.metadata.uid === claimRef?.uid;
  if (
    volume.metadata.deletionTimestamp ||
    (claimRef && !held && policy === 'Delete')
  ) {
    if (held) return;
    const open = context.update(volume, draft => {
      delete draft.metadata.finalizers;
    });
    if (open) context.delete(open);
    return;
  }
  let phase = 'Available';
  if (claimRef) phase = held ? 'Bound' : 'Released';
  if (volume.status?.phase === phase) return;
  context.updateStatus(volume, draft => {
    draft.status = { ...draft.status, phase };
  });
}

function hasConsumer(context: ControllerContext, claim: KubeObject): boolean {
  return usersOf(context, claim).some(pod => pod.spec.nodeName);
}

function usersOf(context: ControllerContext, claim: KubeObject): KubeObject[] {
  return context
    .list('pods', claim.metadata.namespace)
    .filter(pod =>
      (pod.spec.volumes ?? []).some(
        (volume: any) =>
          volume.persistentVolumeClaim?.claimName === claim.metadata.name,
      ),
    );
}

function once(
  context: ControllerContext,
  claim: KubeObject,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  const known = context
    .list('events', claim.metadata.namespace)
    .some(
      event =>
        event.involvedObject?.uid === claim.metadata.uid &&
        event.reason === reason,
    );
  if (!known) recordEvent(context, claim, type, reason, message, COMPONENT);
}
