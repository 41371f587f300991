import { AdmissionRequest } from './request';

const DEFAULT_ANNOTATION = 'storageclass.kubernetes.io/is-default-class';
const BETA_ANNOTATION = 'storageclass.beta.kubernetes.io/is-default-class';

/** A claim that names no class gets the newest default class. An empty name stays empty. */
export function admitClaim({
  object,
  resource,
  operation,
  options,
}: AdmissionRequest): void {
  if (resource.kind !== 'PersistentVolumeClaim' || operation !== 'CREATE')
    return;
  if (!object.spec || object.spec.storageClassName !== undefined) return;
  const [newest] = options.cluster.storage
    .list('storageclasses.storage.k8s.io')
    .filter(({ metadata: { annotations } }) =>
      [DEFAULT_ANNOTATION, BETA_ANNOTATION].some(
        key => annotations?.[key] === 'true',
      ),
    )
    .sort((a, b) =>
      a.metadata.creationTimestamp! < b.metadata.creationTimestamp! ? 1 : -1,
    );
  if (newest) object.spec.storageClassName = newest.metadata.name;
}
