import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { conditionOf } from '../objects';
import {
  changing,
  conditionText,
  failed,
  healthy,
  unknown,
  type HealthReport,
  type HealthRule,
  type Surroundings,
} from './Health';
import { podsHealth } from './pods';

/** Numbers that decide whether a rollout is done. */
interface Counts {
  readonly desired: number;
  readonly updated: number;
  readonly available: number;
  /** Pods that exist, old ones included. */
  readonly total: number;
}

/** A Deployment: all pods are of the newest template and available. */
export const deploymentHealth: HealthRule = (object, around) => {
  const { spec = {}, status = {} } = object;
  const deadline = conditionOf(object, 'Progressing');
  const counts = {
    desired: spec.replicas ?? 1,
    updated: status.updatedReplicas ?? 0,
    available: status.availableReplicas ?? 0,
    total: status.replicas ?? 0,
  };
  const stuck =
    deadline?.reason === 'ProgressDeadlineExceeded'
      ? failed(conditionText(deadline))
      : refusedPods(object);
  const halted = spec.paused
    ? changing('The rollout is paused', { terminal: true })
    : undefined;
  return judge(object, around, counts, { stuck, halted });
};

/** A StatefulSet: no partition, no OnDelete, and one revision only. */
export const statefulSetHealth: HealthRule = (object, around) => {
  const { spec = {}, status = {} } = object;
  const desired = spec.replicas ?? 1;
  const sameRevision =
    !status.updateRevision || status.currentRevision === status.updateRevision;
  const strategy = spec.updateStrategy ?? {};
  const partition = strategy.rollingUpdate?.partition ?? 0;
  const updated = sameRevision ? desired : status.updatedReplicas ?? 0;
  let halted: HealthReport | undefined;
  // With OnDelete the current revision stays behind after the last pod too.
  if (strategy.type === 'OnDelete' && updated < desired) {
    halted = changing('OnDelete: old pods stay until somebody deletes them', {
      terminal: true,
    });
  } else if (partition > 0 && !sameRevision) {
    halted = changing(`The rollout stops at partition ${partition}`, {
      terminal: true,
    });
  }
  const counts = {
    desired,
    updated,
    available: status.availableReplicas ?? status.readyReplicas ?? 0,
    total: status.replicas ?? 0,
  };
  return judge(object, around, counts, { halted, stuck: refusedPods(object) });
};

/** A DaemonSet: every node that it wants has an up-to-date, available pod. */
export const daemonSetHealth: HealthRule = (object, around) => {
  const { spec = {}, status = {} } = object;
  const desired = status.desiredNumberScheduled ?? 0;
  const updated = status.updatedNumberScheduled ?? 0;
  const halted =
    spec.updateStrategy?.type === 'OnDelete' && updated < desired
      ? changing('OnDelete: old pods stay until somebody deletes them', {
          terminal: true,
        })
      : undefined;
  const counts = {
    desired,
    updated,
    available: status.numberAvailable ?? 0,
    total: Math.max(status.currentNumberScheduled ?? 0, updated),
  };
  return judge(object, around, counts, { halted });
};

/** A ReplicaSet or ReplicationController of its own. */
export const replicaSetHealth: HealthRule = (object, around) => {
  const { spec = {}, status = {} } = object;
  const counts = {
    desired: spec.replicas ?? 1,
    updated: status.replicas ?? 0,
    available: status.availableReplicas ?? 0,
    total: status.replicas ?? 0,
  };
  return judge(object, around, counts, { stuck: refusedPods(object) });
};

/** Pods that quota or admission does not let be created. */
function refusedPods(object: KubernetesObject): HealthReport | undefined {
  const refused = conditionOf(object, 'ReplicaFailure');
  return refused?.status === 'True'
    ? failed(conditionText(refused))
    : undefined;
}

function judge(
  object: KubernetesObject,
  around: Surroundings,
  counts: Counts,
  facts: { halted?: HealthReport; stuck?: HealthReport },
): HealthReport {
  const { desired, updated, available, total } = counts;
  if (
    (object.status?.observedGeneration ?? 0) <
    (object.metadata?.generation ?? 0)
  ) {
    return changing('Its controller has not seen the newest generation');
  }
  const pods = podsHealth(podsOf(object, around));
  const progressKey = `${updated}/${available}/${total}; ${pods.progressKey}`;
  if (facts.halted) {
    return { ...facts.halted, progressKey };
  }
  const done = updated >= desired && available >= desired && total <= desired;
  if (desired === 0) {
    return around.allowEmpty && total === 0
      ? healthy('Empty, as declared', { progressKey })
      : unknown('It wants no pods: nothing shows that it works', {
          progressKey,
        });
  }
  if (done) {
    return healthy(`${available} of ${desired} available`, {
      since: pods.since,
      sinceUnknown: pods.since === undefined,
      progressKey,
    });
  }
  if (pods.fault?.terminal) {
    return { ...pods.fault, progressKey };
  }
  if (facts.stuck) {
    return {
      ...facts.stuck,
      ...(pods.fault
        ? {
            reason: `${facts.stuck.reason}; ${pods.fault.reason}`,
            culprit: pods.fault.culprit,
          }
        : {}),
      progressKey,
    };
  }
  const text = `${updated} of ${desired} updated, ${available} available${
    total > desired ? `, ${total - desired} old ones leave` : ''
  }`;
  return changing(pods.fault ? `${text}; ${pods.fault.reason}` : text, {
    health: pods.fault?.health === 'unhealthy' ? 'unhealthy' : 'warning',
    culprit: pods.fault?.culprit,
    progressKey,
  });
}

/** Pods of a workload: by owner, through ReplicaSets for a Deployment. */
export function podsOf(
  object: KubernetesObject,
  around: Surroundings,
): KubernetesObject[] {
  const owns = (uids: ReadonlySet<string>, child: KubernetesObject) =>
    ((child.metadata?.ownerReferences ?? []) as any[]).some(owner =>
      uids.has(owner.uid),
    );
  const uid = object.metadata?.uid ?? '';
  const sets = (around.replicaSets ?? [])
    .filter(set => owns(new Set([uid]), set))
    .filter(set => (set.spec?.replicas ?? 0) > 0);
  const owners = new Set([uid, ...sets.map(set => set.metadata?.uid ?? '')]);
  return (around.pods ?? []).filter(pod => owns(owners, pod));
}
