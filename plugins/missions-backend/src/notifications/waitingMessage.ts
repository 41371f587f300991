import type { MissionNotification } from '@mission-control/plugin-missions-node';
import type { EventRecord, RunRecord } from '../store';

/**
 * The message about a run that waits, or undefined when nobody has to be told.
 * Approvals go to those whom the policy names, everything else to the person
 * for whom the run runs. An approval that anyone may decide is not sent: it
 * would tell everybody, and the portal counts it for those who may.
 */
export function waitingMessage(options: {
  run: RunRecord;
  event: EventRecord;
  /** Whom the approval's policy names. */
  from: readonly string[];
}): MissionNotification | undefined {
  const { run, event, from } = options;
  const where =
    event.targetId && event.targetId !== '-' ? ` on ${event.targetId}` : '';
  const words = {
    'approval.opened': {
      recipients: from,
      title: `Approval needed: ${run.title}`,
      description: `Look at the plan${where} and approve or reject it.`,
      severity: 'normal',
    },
    'target.blocked': {
      recipients: [run.initiator],
      title: `Blocked: ${run.title}`,
      description: event.message ?? `A check before the run failed${where}.`,
      severity: 'normal',
    },
    'target.needs_decision': {
      recipients: [run.initiator],
      title: `Failed, decide how to go on: ${run.title}`,
      description: event.message ?? `A step failed${where}.`,
      severity: 'high',
    },
  } as const;
  const chosen = words[event.type as keyof typeof words];
  const recipients = chosen?.recipients.filter(
    ref => !ref.startsWith('service:'),
  );
  if (!recipients?.length) {
    return undefined;
  }
  return {
    ...chosen,
    recipients,
    description: chosen.description.slice(0, 500),
    link: `/missions/runs/${run.id}`,
    scope: `missions:${run.id}:${event.type}`,
  };
}
