import { KubeObject } from '../object';
import { ControllerContext } from './controller';

/** As upstream, nanoseconds since 1970. */
let sequence = BigInt(Date.now()) * 1_000_000n;

/** Records an Event about an object; the same one again counts up. */
export function recordEvent(
  context: ControllerContext,
  about: KubeObject,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  component: string,
): void {
  const namespace = about.metadata.namespace ?? 'default';
  const now = context.cluster.timestamp();
  const same = context
    .list('events', namespace)
    .find(
      event =>
        event.involvedObject?.uid === about.metadata.uid &&
        event.reason === reason &&
        event.message === message,
    );
  if (same) {
    context.update(same, draft => {
      draft.count = (draft.count ?? 1) + 1;
      draft.lastTimestamp = now;
    });
    return;
  }
  sequence += 1n;
  context.create({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${about.metadata.name}.${sequence.toString(16)}`,
      namespace,
    },
    involvedObject: {
      kind: about.kind,
      namespace: about.metadata.namespace,
      name: about.metadata.name,
      uid: about.metadata.uid,
      apiVersion: about.apiVersion,
      resourceVersion: about.metadata.resourceVersion,
    },
    reason,
    message,
    type,
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
    source: { component },
    reportingComponent: component,
    reportingInstance: '',
    eventTime: null,
  });
}
