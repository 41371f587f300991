import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { conditionOf, type Condition } from '../objects';
import {
  changing,
  conditionText,
  failed,
  healthy,
  unknown,
  type HealthReport,
  type HealthRule,
} from './Health';

/** Conditions that mean "it works", in the order in which they are asked. */
const goodConditions = ['Ready', 'Available', 'Healthy', 'Established'];

/** Conditions that speak against it, whatever its good ones say: the worst first. */
const badConditions: readonly (readonly [
  type: string,
  (condition: Condition) => HealthReport | undefined,
])[] = [
  ['Stalled', found => whenTrue(found, failed)],
  ['Degraded', found => whenTrue(found, ailing)],
  ['Synced', notSynced],
  ['Reconciling', found => whenTrue(found, changing)],
  ['Progressing', stillProgressing],
];

/** A custom resource: only what it says about its newest generation counts. */
export const customHealth: HealthRule = object => {
  const good = goodConditions
    .map(type => conditionOf(object, type))
    .find(Boolean);
  const bad = badConditions.flatMap(([type, judge]) => {
    const condition = conditionOf(object, type);
    return condition ? [{ condition, judge }] : [];
  });
  if (isOutdated(object, [good, ...bad.map(({ condition }) => condition)])) {
    return unknown('Its controller has not seen the newest generation');
  }
  for (const { condition, judge } of bad) {
    const report = judge(condition);
    if (report) {
      return report;
    }
  }
  if (!good) {
    return unknown('It has no condition that says whether it works');
  }
  if (good.status === 'True') {
    return healthy(conditionText(good), {
      since: Date.parse(good.lastTransitionTime ?? '') || undefined,
    });
  }
  return good.status === 'False'
    ? ailing(conditionText(good))
    : unknown(conditionText(good));
};

function isOutdated(
  { metadata, status }: KubernetesObject,
  conditions: readonly (Condition | undefined)[],
): boolean {
  const generation = (metadata?.generation as number | undefined) ?? 0;
  return [status, ...conditions].some(
    entry =>
      typeof entry?.observedGeneration === 'number' &&
      entry.observedGeneration < generation,
  );
}

/** Something is wrong with it, and it may still recover. */
function ailing(reason: string): HealthReport {
  return changing(reason, { health: 'unhealthy' });
}

function whenTrue(
  condition: Condition,
  report: (reason: string) => HealthReport,
): HealthReport | undefined {
  return condition.status === 'True'
    ? report(conditionText(condition))
    : undefined;
}

/** What it asks for did not reach what it stands for. */
function notSynced(condition: Condition): HealthReport | undefined {
  if (condition.status === 'True') {
    return undefined;
  }
  const report = condition.status === 'False' ? ailing : unknown;
  return report(conditionText(condition));
}

/** True also after a rollout that ended, for those that speak as a Deployment does. */
function stillProgressing(condition: Condition): HealthReport | undefined {
  return condition.reason === 'NewReplicaSetAvailable'
    ? undefined
    : whenTrue(condition, changing);
}
