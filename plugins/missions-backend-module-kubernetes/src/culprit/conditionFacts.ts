import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { conditionsOf, type Condition } from '../objects';

const MAX_CONDITIONS = 10;
const MAX_MESSAGE = 500;

/** Conditions whose `True` is the fault. */
const badWhenTrue = /(Failure|Failed|Pressure|Unavailable|Degraded|Stalled)$/;

/** Conditions of an object, those that say what is wrong last. */
export function conditionFacts(object: KubernetesObject): Condition[] {
  return conditionsOf(object)
    .map(({ type, status, reason, message }) => ({
      type,
      status,
      ...(reason && { reason }),
      ...(message && { message: message.slice(0, MAX_MESSAGE) }),
    }))
    .sort((a, b) => weight(a) - weight(b))
    .slice(-MAX_CONDITIONS);
}

function weight({ type, status, message }: Condition): number {
  const wrong = badWhenTrue.test(type) ? 'True' : 'False';
  return (status === wrong ? 2 : 0) + (message ? 1 : 0);
}
