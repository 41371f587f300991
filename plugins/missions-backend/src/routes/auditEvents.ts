import type { AuditorServiceEventSeverityLevel } from '@backstage/backend-plugin-api';

/** What an audit event of the API is about. */
export interface AuditEvent {
  /** `medium`: it changes what runs. `high`: it lets something be written, or taken back. `low`: it changes no run. */
  readonly severity: AuditorServiceEventSeverityLevel;
  /** Method and path, as in openapi.yaml. */
  readonly route: string;
  /** Names of the facts that are known before, and with success those of the result. */
  readonly meta: readonly string[];
  readonly what: string;
}

const event = (
  severity: AuditEvent['severity'],
  route: string,
  meta: readonly string[],
  what: string,
): AuditEvent => ({ severity, route, meta, what });

/**
 * Every audit event of the API, by id: one for each request that changes
 * something, those that are refused included. docs/audit-events.md has the
 * same table.
 */
export const auditEvents = {
  'run-create': event(
    'medium',
    'POST /runs',
    ['missionRef', 'clusters', 'runId', 'state'],
    'A run was asked for.',
  ),
  'run-cancel': event(
    'medium',
    'POST /runs/{runId}/cancel',
    ['runId', 'state'],
    'A run was cancelled.',
  ),
  'run-pause': event(
    'medium',
    'POST /runs/{runId}/pause',
    ['runId', 'state'],
    'A run was paused.',
  ),
  'run-resume': event(
    'medium',
    'POST /runs/{runId}/resume',
    ['runId', 'state'],
    'A paused run goes on.',
  ),
  'run-recheck': event(
    'medium',
    'POST /runs/{runId}/recheck',
    ['runId', 'targets', 'state'],
    'Blocked clusters of a run are looked at again.',
  ),
  'run-decide': event(
    'high',
    'POST /runs/{runId}/decide',
    ['runId', 'targetId', 'decision', 'state'],
    'Somebody decided how a cluster that failed goes on: retry, skip or close.',
  ),
  'run-undo': event(
    'high',
    'POST /runs/{runId}/undo',
    ['runId', 'undoRunId'],
    'The undo of a run was asked for.',
  ),
  'run-feedback': event(
    'low',
    'POST /runs/{runId}/feedback',
    ['runId', 'value'],
    'Somebody said whether a run helped.',
  ),
  'approval-decide': event(
    'high',
    'POST /approvals/{approvalId}/decision',
    ['approvalId', 'decision', 'hash', 'runId', 'state'],
    'Somebody approved or rejected a plan, a change of it, or a gate.',
  ),
  'approval-delegate': event(
    'high',
    'POST /approvals/{approvalId}/delegation',
    ['approvalId', 'to', 'until', 'runId', 'state'],
    'An approver handed their voice to somebody.',
  ),
  'delegation-end': event(
    'medium',
    'DELETE /delegations/{delegationId}',
    ['delegationId'],
    'An approver took back a voice that they had handed over.',
  ),
  'freeze-set': event(
    'medium',
    'POST /freezes',
    ['scope', 'name', 'until', 'freezeId'],
    'Writes were frozen.',
  ),
  'freeze-lift': event(
    'high',
    'POST /freezes/{freezeId}/lift',
    ['freezeId'],
    'A freeze was lifted.',
  ),
  'run-pass-windows': event(
    'high',
    'POST /runs/{runId}/pass-windows',
    ['runId', 'state'],
    'A run was let go on outside of its change windows.',
  ),
  'run-export': event(
    'high',
    'POST /runs/{runId}/undo-kit',
    ['runId', 'targets', 'objects', 'left'],
    'The undo kit of a run was downloaded.',
  ),
  'orbit-create': event(
    'medium',
    'POST /orbits',
    ['missionRef', 'orbitId'],
    'An orbit was enabled.',
  ),
  'orbit-pause': event(
    'medium',
    'POST /orbits/{orbitId}/pause',
    ['orbitId'],
    'An orbit was paused.',
  ),
  'orbit-resume': event(
    'medium',
    'POST /orbits/{orbitId}/resume',
    ['orbitId'],
    'A paused orbit goes on.',
  ),
  'orbit-delete': event(
    'medium',
    'DELETE /orbits/{orbitId}',
    ['orbitId'],
    'An orbit was removed.',
  ),
  'orbit-run': event(
    'medium',
    'POST /orbits/{orbitId}/run',
    ['orbitId', 'runId', 'slotAt'],
    'An orbit was asked to look now.',
  ),
  'cluster-reset': event(
    'medium',
    'POST /clusters/{name}/reset',
    ['cluster'],
    'A demo cluster was made anew.',
  ),
} as const satisfies Record<string, AuditEvent>;

/** Id of an audit event of the API. */
export type AuditEventId = keyof typeof auditEvents;
