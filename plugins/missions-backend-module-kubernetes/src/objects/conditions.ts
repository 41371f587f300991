import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { isRecord } from './paths';

/** A condition of a status. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
  readonly observedGeneration?: number;
}

/** What a condition may say besides, by its type. */
const MEMBERS = {
  reason: 'string',
  message: 'string',
  lastTransitionTime: 'string',
  observedGeneration: 'number',
} as const;

/**
 * The conditions of an object. A custom resource may have anything in their
 * place: what is none is left out.
 */
export function conditionsOf(object: KubernetesObject): Condition[] {
  const conditions: unknown = object.status?.conditions;
  return Array.isArray(conditions) ? conditions.flatMap(readCondition) : [];
}

/** The condition of a type, if there is one. */
export function conditionOf(
  object: KubernetesObject,
  type: string,
): Condition | undefined {
  return conditionsOf(object).find(condition => condition.type === type);
}

function readCondition(said: unknown): Condition[] {
  if (!isRecord(said)) {
    return [];
  }
  const { type, status } = said;
  if (typeof type !== 'string' || typeof status !== 'string') {
    return [];
  }
  const members = Object.entries(MEMBERS).flatMap(([name, kind]) =>
    typeof said[name] === kind ? [[name, said[name]]] : [],
  );
  return [{ type, status, ...Object.fromEntries(members) }];
}
