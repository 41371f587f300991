import { selectorMatches } from '../kinds/workloads';
import { clone, KubeObject, sameJson } from '../object';
import {
  controllerReference,
  ControllerContext,
  isControlledBy,
} from './controller';
import { deploymentStatus } from './deploymentStatus';
import { recordEvent } from './events';
import { shortHash } from './hash';

const REPLICA_SETS = 'replicasets.apps';
const COMPONENT = 'deployment-controller';
const REVISION = 'deployment.kubernetes.io/revision';
const HASH = 'pod-template-hash';

/** Rolls a Deployment out: one ReplicaSet a revision, within maxSurge and maxUnavailable. */
export function reconcileDeployment(
  context: ControllerContext,
  deployment: KubeObject,
): void {
  if (deployment.metadata.deletionTimestamp) return;
  const sets = setsOf(context, deployment);
  let current = sets.find(set => sameTemplate(set, deployment));
  const last = Math.max(0, ...sets.map(revisionOf));
  if (!current && !deployment.spec.paused) {
    current = createSet(
      context,
      deployment,
      last + 1,
      firstReplicas(deployment, sets),
    );
  } else if (current && revisionOf(current) < last) {
    current = setRevision(context, current, last + 1);
  }
  if (!current) {
    deploymentStatus(context, deployment, undefined, sets);
    return;
  }
  const old = setsOf(context, deployment).filter(
    set => set.metadata.uid !== current.metadata.uid,
  );
  if (deployment.spec.paused)
    scale(
      context,
      deployment,
      current,
      old.length ? current.spec.replicas : deployment.spec.replicas,
    );
  else if (deployment.spec.strategy?.type === 'Recreate')
    recreate(context, deployment, current, old);
  else roll(context, deployment, current, old);
  trim(context, deployment, old);
  deploymentStatus(context, deployment, current, setsOf(context, deployment));
}

function setsOf(
  context: ControllerContext,
  deployment: KubeObject,
): KubeObject[] {
  return context
    .list(REPLICA_SETS, deployment.metadata.namespace)
    .filter(
      set =>
        isControlledBy(set, deployment) &&
        selectorMatches(deployment.spec.selector, set.metadata.labels),
    );
}

function createSet(
  context: ControllerContext,
  deployment: KubeObject,
  revision: number,
  replicas: number,
): KubeObject | undefined {
  const hash = shortHash(deployment.spec.template);
  const { name, namespace, annotations } = deployment.metadata;
  const template = clone(deployment.spec.template);
  template.metadata = {
    ...template.metadata,
    labels: { ...template.metadata?.labels, [HASH]: hash },
  };
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...copied } =
    annotations ?? {};
  const selector = clone(deployment.spec.selector);
  selector.matchLabels = { ...selector.matchLabels, [HASH]: hash };
  const created = context.create({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...template.metadata.labels },
      annotations: {
        ...copied,
        [REVISION]: String(revision),
        ...sizeAnnotations(deployment),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: { replicas, selector, template },
  });
  if (created && replicas > 0)
    announce(context, deployment, created, 0, replicas);
  return created;
}

function roll(
  context: ControllerContext,
  deployment: KubeObject,
  current: KubeObject,
  old: KubeObject[],
): void {
  const wanted: number = deployment.spec.replicas ?? 1;
  const { maxSurge = '25%', maxUnavailable = '25%' } =
    deployment.spec.strategy?.rollingUpdate ?? {};
  const surge = portion(maxSurge, wanted, Math.ceil);
  let unavailable = portion(maxUnavailable, wanted, Math.floor);
  if (surge === 0 && unavailable === 0) unavailable = 1;
  const oldTotal = sum(old, set => set.spec.replicas ?? 0);
  const now = current.spec.replicas ?? 0;
  const room = wanted + surge - oldTotal - now;
  if (now > wanted) scale(context, deployment, current, wanted);
  else if (now < wanted && room > 0)
    scale(context, deployment, current, Math.min(wanted, now + room));
  if (oldTotal === 0) return;
  const available = sum(
    [current, ...old],
    set => set.status?.availableReplicas ?? 0,
  );
  let spare = available - (wanted - unavailable);
  for (const set of old) {
    const broken = Math.max(
      0,
      (set.spec.replicas ?? 0) - (set.status?.availableReplicas ?? 0),
    );
    const healthy = Math.min(
      (set.spec.replicas ?? 0) - broken,
      Math.max(0, spare),
    );
    spare -= healthy;
    if (broken + healthy > 0)
      scale(context, deployment, set, set.spec.replicas - broken - healthy);
  }
}

function recreate(
  context: ControllerContext,
  deployment: KubeObject,
  current: KubeObject,
  old: KubeObject[],
): void {
  for (const set of old) scale(context, deployment, set, 0);
  if (sum(old, set => set.status?.replicas ?? 0) === 0)
    scale(context, deployment, current, deployment.spec.replicas ?? 1);
}

function scale(
  context: ControllerContext,
  deployment: KubeObject,
  set: KubeObject,
  replicas: number,
): void {
  const before: number = set.spec.replicas ?? 0;
  if (before === replicas) return;
  context.update(set, draft => {
    draft.spec.replicas = replicas;
    draft.metadata.annotations = {
      ...draft.metadata.annotations,
      ...sizeAnnotations(deployment),
    };
  });
  announce(context, deployment, set, before, replicas);
}

function announce(
  context: ControllerContext,
  deployment: KubeObject,
  set: KubeObject,
  before: number,
  replicas: number,
): void {
  const direction = replicas > before ? 'up' : 'down';
  recordEvent(
    context,
    deployment,
    'Normal',
    'ScalingReplicaSet',
    `Scaled ${direction} replica set ${set.metadata.name} from ${before} to ${replicas}`,
    COMPONENT,
  );
}

/** How many pods the first or next ReplicaSet begins with. */
function firstReplicas(deployment: KubeObject, old: KubeObject[]): number {
  const wanted: number = deployment.spec.replicas ?? 1;
  if (deployment.spec.strategy?.type === 'Recreate')
    return old.some(set => set.status?.replicas) ? 0 : wanted;
  const present = sum(old, set => set.spec.replicas ?? 0);
  return Math.max(0, Math.min(wanted, wanted + surgeOf(deployment) - present));
}

function surgeOf(deployment: KubeObject): number {
  const { maxSurge = 0 } = deployment.spec.strategy?.rollingUpdate ?? {};
  return portion(maxSurge, deployment.spec.replicas ?? 1, Math.ceil);
}

function sizeAnnotations(deployment: KubeObject): Record<string, string> {
  const wanted: number = deployment.spec.replicas ?? 1;
  return {
    'deployment.kubernetes.io/desired-replicas': String(wanted),
    'deployment.kubernetes.io/max-replicas': String(
      wanted + surgeOf(deployment),
    ),
  };
}

function trim(
  context: ControllerContext,
  deployment: KubeObject,
  old: KubeObject[],
): void {
  const limit: number = deployment.spec.revisionHistoryLimit ?? 10;
  const empty = old
    .filter(
      set =>
        (set.spec.replicas ?? 0) === 0 && (set.status?.replicas ?? 0) === 0,
    )
    .sort((a, b) => revisionOf(a) - revisionOf(b));
  for (const set of empty.slice(0, Math.max(0, empty.length - limit)))
    context.delete(set);
}

function setRevision(
  context: ControllerContext,
  set: KubeObject,
  revision: number,
): KubeObject | undefined {
  return context.update(set, draft => {
    draft.metadata.annotations = {
      ...draft.metadata.annotations,
      [REVISION]: String(revision),
    };
  });
}

function revisionOf(set: KubeObject): number {
  return Number(set.metadata.annotations?.[REVISION] ?? 0);
}

function sameTemplate(set: KubeObject, deployment: KubeObject): boolean {
  const template = clone(set.spec.template);
  delete template.metadata?.labels?.[HASH];
  return sameJson(template, deployment.spec.template);
}

function portion(
  value: number | string,
  of: number,
  round: (n: number) => number,
): number {
  if (typeof value === 'number') return value;
  return value.endsWith('%')
    ? round((Number.parseFloat(value) / 100) * of)
    : Number(value);
}

function sum(sets: KubeObject[], pick: (set: KubeObject) => number): number {
  return sets.reduce((total, set) => total + pick(set), 0);
}
