import {
  isMissionError,
  type MissionError,
} from '@mission-control/plugin-missions-common';

/** The parts of a Kubernetes Status that decide what an error means. */
export interface KubernetesStatus {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: {
    readonly name?: string;
    readonly causes?: readonly {
      readonly reason?: string;
      readonly message?: string;
      readonly field?: string;
    }[];
  };
}

/** The Status object behind an error of the cluster client, if there was one. */
export function statusOf(error: unknown): KubernetesStatus | undefined {
  const status = isMissionError(error) ? error.details?.status : undefined;
  return typeof status === 'object' && status !== null
    ? (status as KubernetesStatus)
    : undefined;
}

/** A field that another manager owns, from a refused server-side apply. */
export interface FieldConflict {
  readonly manager: string;
  /** As the plan writes paths: `spec.template.spec.containers[name=web].image`. */
  readonly path: string;
}

/**
 * The owners that made the API server refuse an apply; empty when the 409 was
 * a failed precondition (then it has no causes).
 */
export function fieldConflictsOf(error: unknown): FieldConflict[] {
  const causes = statusOf(error)?.details?.causes ?? [];
  return causes
    .filter(cause => cause.reason === 'FieldManagerConflict')
    .map(cause => ({
      manager: /conflict with "([^"]*)"/.exec(cause.message ?? '')?.[1] ?? '?',
      path: (cause.field ?? '')
        .replace(/^\./, '')
        .replace(/="([^"]*)"/g, '=$1'),
    }));
}

/** A 409 because the object is not the one, or not the version, that we asked for. */
export function isPreconditionFailure(error: unknown): boolean {
  return (
    isMissionError(error) &&
    error.code === 'KUBERNETES_CONFLICT' &&
    fieldConflictsOf(error).length === 0
  );
}

/**
 * Whether the API server certainly did not do what was asked. Time-outs, lost
 * connections and server errors are not certain; what a webhook denies is, with
 * whatever code.
 */
export function isCertainRefusal(error: unknown): error is MissionError {
  if (!isMissionError(error)) {
    return false;
  }
  const answered = ['CLUSTER_FORBIDDEN', 'CLUSTER_UNAUTHORIZED'].includes(
    error.code,
  );
  const code = statusOf(error)?.code ?? error.status;
  return (
    answered ||
    error.details?.admission === true ||
    (error.code.startsWith('KUBERNETES_') &&
      error.code !== 'KUBERNETES_SERVER_ERROR' &&
      (code < 500 || error.code === 'KUBERNETES_INVALID'))
  );
}
