import {
  changing,
  conditionOf,
  conditionText,
  failed,
  healthy,
  unknown,
  type HealthRule,
} from './Health';

/** Conditions that mean "it works", in the order in which they are asked. */
const goodConditions = ['Ready', 'Available', 'Healthy', 'Established'];

/** A custom resource: only what it says about its newest generation counts. */
export const customHealth: HealthRule = object => {
  const { metadata, status } = object;
  const generation = (metadata?.generation as number | undefined) ?? 0;
  const good = goodConditions
    .map(type => conditionOf(object, type))
    .find(Boolean);
  const observed = [status?.observedGeneration, good?.observedGeneration];
  if (observed.some(seen => seen !== undefined && seen < generation)) {
    return unknown('Its controller has not seen the newest generation');
  }
  const stalled = conditionOf(object, 'Stalled');
  if (stalled?.status === 'True') {
    return failed(conditionText(stalled));
  }
  if (!good) {
    return unknown('It has no condition that says whether it works');
  }
  if (good.status === 'True') {
    return healthy(conditionText(good) || good.type, {
      since: Date.parse(good.lastTransitionTime ?? '') || undefined,
    });
  }
  return good.status === 'False'
    ? changing(conditionText(good) || `${good.type} is False`, {
        health: 'unhealthy',
      })
    : unknown(conditionText(good) || `${good.type} is ${good.status}`);
};
