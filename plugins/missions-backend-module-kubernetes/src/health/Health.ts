import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import type { Condition } from '../objects';

/** How well an object is, apart from whether it is still changing. */
export const Health = {
  healthy: 'healthy',
  warning: 'warning',
  unhealthy: 'unhealthy',
  unknown: 'unknown',
} as const;
/** A value of {@link Health}. */
export type Health = (typeof Health)[keyof typeof Health];

/** What can be said about one object. */
export interface HealthReport {
  readonly health: Health;
  /** It has come to what is declared; false while it is still changing. */
  readonly ready: boolean;
  readonly reason: string;
  /** The object at fault, when it is not the object itself. */
  readonly culprit?: ObjectRef;
  /** Waiting will not help. */
  readonly terminal?: boolean;
  /** Changes when there was progress. */
  readonly progressKey: string;
  /** Since when it has been ready, in milliseconds, where objects say so. */
  readonly since?: number;
  /** It has pods, and nobody can tell since when they have been ready. */
  readonly sinceUnknown?: boolean;
}

/** Objects beside the one that is judged. */
export interface Surroundings {
  /** Pods of the object's namespace. */
  readonly pods?: readonly KubernetesObject[];
  readonly replicaSets?: readonly KubernetesObject[];
  readonly endpointSlices?: readonly KubernetesObject[];
  readonly storageClasses?: readonly KubernetesObject[];
  /** Zero replicas are meant. */
  readonly allowEmpty?: boolean;
}

/** Judges one object; pure. */
export type HealthRule = (
  object: KubernetesObject,
  around: Surroundings,
) => HealthReport;

/** It is what it should be. */
export function healthy(
  reason: string,
  facts: Partial<HealthReport> = {},
): HealthReport {
  return {
    health: 'healthy',
    ready: true,
    reason,
    progressKey: reason,
    ...facts,
  };
}

/** It is on its way. */
export function changing(
  reason: string,
  facts: Partial<HealthReport> = {},
): HealthReport {
  return {
    health: 'warning',
    ready: false,
    terminal: false,
    reason,
    progressKey: reason,
    ...facts,
  };
}

/** It failed, and waiting will not help. */
export function failed(
  reason: string,
  facts: Partial<HealthReport> = {},
): HealthReport {
  return {
    health: 'unhealthy',
    ready: false,
    terminal: true,
    reason,
    progressKey: reason,
    ...facts,
  };
}

/** Nobody can tell: never success. */
export function unknown(
  reason: string,
  facts: Partial<HealthReport> = {},
): HealthReport {
  return {
    health: 'unknown',
    ready: false,
    reason,
    progressKey: reason,
    ...facts,
  };
}

/** `reason: message` of a condition, or what it is when it has neither. */
export function conditionText(condition: Condition): string {
  const { type, status, reason, message } = condition;
  return [reason, message].filter(Boolean).join(': ') || `${type} is ${status}`;
}
