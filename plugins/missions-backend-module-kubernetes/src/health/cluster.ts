import { conditionOf } from '../objects';
import {
  changing,
  conditionText,
  failed,
  healthy,
  unknown,
  type HealthRule,
} from './Health';

/** A namespace. */
export const namespaceHealth: HealthRule = object =>
  object.status?.phase === 'Terminating'
    ? changing('Terminating')
    : healthy(object.status?.phase ?? 'Active');

/** A definition: its API is served. */
export const definitionHealth: HealthRule = object => {
  const names = conditionOf(object, 'NamesAccepted');
  if (names?.status === 'False') {
    return failed(conditionText(names));
  }
  const established = conditionOf(object, 'Established');
  return established?.status === 'True'
    ? healthy('Established')
    : changing('Not established yet');
};

/** A node. */
export const nodeHealth: HealthRule = object => {
  const ready = conditionOf(object, 'Ready');
  if (!ready || ready.status === 'Unknown') {
    return unknown(ready ? conditionText(ready) : 'It has not reported yet');
  }
  return ready.status === 'True'
    ? healthy('Ready')
    : changing(conditionText(ready), { health: 'unhealthy' });
};

/** An autoscaler. */
export const autoscalerHealth: HealthRule = object => {
  const active = conditionOf(object, 'ScalingActive');
  const able = conditionOf(object, 'AbleToScale');
  const bad = [active, able].find(condition => condition?.status === 'False');
  if (bad) {
    return healthy(conditionText(bad), { health: 'warning' });
  }
  return active?.status === 'True'
    ? healthy('Scaling')
    : unknown('It has not looked at its metrics yet');
};

/** A disruption budget. */
export const budgetHealth: HealthRule = object => {
  const {
    currentHealthy = 0,
    desiredHealthy = 0,
    expectedPods = 0,
    observedGeneration = 0,
  } = object.status ?? {};
  if (observedGeneration < (object.metadata?.generation ?? 0)) {
    return changing('Its controller has not seen the newest generation');
  }
  if (expectedPods === 0) {
    return unknown('It is about no pods: nothing shows that it protects any');
  }
  const reason = `${currentHealthy} of ${expectedPods} pods healthy, ${desiredHealthy} needed`;
  if (currentHealthy === 0) {
    return changing(reason, { health: 'unhealthy' });
  }
  return currentHealthy < desiredHealthy ? changing(reason) : healthy(reason);
};

/** A webhook is proven only by a write that goes through it. */
export const webhookHealth: HealthRule = () =>
  unknown('A webhook is proven by a dry-run write through it');

/** What has no status of its own is there or not. */
export const plainHealth: HealthRule = () => healthy('It exists');
