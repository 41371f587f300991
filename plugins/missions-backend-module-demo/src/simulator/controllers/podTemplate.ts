import { randomSuffix } from '../api/create';
import { clone, KubeObject } from '../object';
import { controllerReference, ControllerContext } from './controller';
import { recordEvent } from './events';

/** A new pod of a controller, from its template. */
export function createPodOf(
  context: ControllerContext,
  owner: KubeObject,
  template: any,
  options: {
    name?: string;
    labels?: Record<string, string>;
    change?: (pod: KubeObject) => void;
    component: string;
  },
): KubeObject | undefined {
  const pod: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: options.name ?? `${owner.metadata.name}-${randomSuffix()}`,
      ...(options.name ? {} : { generateName: `${owner.metadata.name}-` }),
      namespace: owner.metadata.namespace,
      labels: { ...template?.metadata?.labels, ...options.labels },
      ...(template?.metadata?.annotations
        ? { annotations: clone(template.metadata.annotations) }
        : {}),
      ownerReferences: [controllerReference(owner)],
    },
    spec: clone(template?.spec ?? {}),
  };
  options.change?.(pod);
  const created = context.create(pod, error =>
    recordEvent(
      context,
      owner,
      'Warning',
      'FailedCreate',
      `Error creating: ${error.message}`,
      options.component,
    ),
  );
  if (created) {
    recordEvent(
      context,
      owner,
      'Normal',
      'SuccessfulCreate',
      `Created pod: ${created.metadata.name}`,
      options.component,
    );
  }
  return created;
}
