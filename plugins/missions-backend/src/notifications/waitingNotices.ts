import type { MissionNotification } from '@mission-control/plugin-missions-node';
import {
  looksAgain,
  RunState,
  terminalStates,
  runStateWords,
} from '@mission-control/plugin-missions-common';
import type { ApprovalRecord, RunRecord, TargetRecord } from '../store';
import {
  delegationsOf,
  type DelegationRecord,
} from '../store/operations/delegations';

/** Whom a message is for: those who approve, or whom the run runs for. */
export type Audience = 'approvers' | 'starter';

/** What the messages about one run are made of. */
export interface NoticeFacts {
  readonly run: RunRecord;
  readonly targets: readonly TargetRecord[];
  readonly approvals: readonly ApprovalRecord[];
  /** Objects that an undo left as they are. */
  readonly kept: number;
  /** Told of an approval whose policy names nobody. */
  readonly approvers: readonly string[];
  /** Voices that were handed over. */
  readonly delegations: readonly DelegationRecord[];
  /** Where the portal shows the run. */
  readonly link: string;
}

const endWords: Record<ApprovalRecord['state'], string> = {
  open: 'Approval needed',
  approved: 'Approved',
  rejected: 'Rejected',
  expired: 'Approval expired',
  superseded: 'Approval not needed any more',
};

/** How a run ended, by the words that the portal has for its state. */
const runEndWords: Partial<Record<RunState, string>> = {
  succeeded: 'Verified',
  failed: 'Failed',
  inconclusive: 'Inconclusive',
  cancelled: 'Cancelled',
  planned: 'Plan only',
};

type Words = Pick<MissionNotification, 'title' | 'description' | 'severity'>;

/**
 * Of what somebody has to act on, or did not get in full. Backstage shows it as
 * a warning, and `normal` by a green tick, as if all were done; it lets mail
 * leave out what is `low`.
 */
const WARNS = 'high';

/** Longest description; the portal has all of it. */
const MOST = 500;

/** Clusters that a title names; more are counted. */
const MOST_NAMED = 3;

/** Whether an approval is for what differs from what was approved before. */
export function isDifference({ kind }: { readonly kind?: unknown }): boolean {
  return kind === 'drift' || kind === 'supplementary';
}

/**
 * The message for one audience as the run is now, or undefined when it need
 * not be told. `again` says that it was told before that the run waits: then
 * it also hears that nothing is to be done any more. All messages of a run for
 * one audience have one scope, so each takes the place of the one before.
 */
export function waitingNotice(
  facts: NoticeFacts,
  audience: Audience,
  again: boolean,
): MissionNotification | undefined {
  const { run, link } = facts;
  const words =
    audience === 'approvers'
      ? approversWords(facts, again)
      : starterWords(facts, again);
  const { recipients, except } = recipientsOf(facts, audience);
  if (!words || recipients.length === 0) {
    return undefined;
  }
  return {
    ...words,
    description: words.description.slice(0, MOST),
    recipients,
    ...(except.length > 0 && { except }),
    link,
    scope: `missions:${run.id}:${audience}`,
  };
}

function recipientsOf(facts: NoticeFacts, audience: Audience) {
  const { run, approvals, approvers, delegations } = facts;
  if (audience === 'starter') {
    return { recipients: people([run.initiator]), except: [] };
  }
  const asked = approvals.filter(item => item.automatic === undefined);
  const open = asked.filter(item => item.state === 'open');
  const about = open.length > 0 ? open : asked;
  const recipients = people(
    about.flatMap(approval =>
      approval.policy.from.length > 0
        ? [...approval.policy.from, ...standInsOf(approval, delegations)]
        : approvers,
    ),
  );
  const barred =
    about.length > 0 && about.every(({ policy }) => policy.notStarter);
  return { recipients, except: barred ? people([run.initiator]) : [] };
}

/** Who got the voice of somebody whom an approval asks and who may decide it. */
function standInsOf(
  approval: ApprovalRecord,
  delegations: readonly DelegationRecord[],
): string[] {
  const { policy, decisions, state } = approval;
  return delegationsOf(approval, delegations)
    .filter(({ byRefs }) => policy.from.some(ref => byRefs.includes(ref)))
    .filter(
      ({ by }) =>
        // Who was asked hears also that nothing is to be done any more.
        state !== 'open' ||
        !decisions.some(said => (said.for ?? said.by) === by),
    )
    .map(({ to }) => to);
}

function people(refs: readonly string[]): string[] {
  return [...new Set(refs)].filter(ref => !ref.startsWith('service:'));
}

function approversWords(facts: NoticeFacts, again: boolean): Words | undefined {
  const { run, approvals } = facts;
  const open = approvals.filter(item => item.state === 'open');
  if (open.length > 0) {
    const where = open.flatMap(({ targetId }) => (targetId ? [targetId] : []));
    return {
      title: `Approval needed: ${run.title}`,
      description: `Look at the plan${on(where)} and approve or reject it.`,
      severity: WARNS,
    };
  }
  const last = approvals
    .filter(item => item.automatic === undefined)
    .filter(item => item.state !== 'superseded' || run.finishedAt)
    .at(-1);
  if (!again || !last) {
    return undefined;
  }
  const by = last.decisions.at(-1)?.by;
  return {
    title: `${endWords[last.state]}: ${run.title}`,
    description: `${
      by ? `Decided by ${by}. ` : ''
    }Nobody has to approve anything any more.`,
    severity: 'low',
  };
}

function starterWords(facts: NoticeFacts, again: boolean): Words | undefined {
  const { run, targets, approvals, kept } = facts;
  const failed = targets.filter(
    ({ state }) => state === RunState.needsDecision,
  );
  const blocked = targets.filter(({ state }) => state === RunState.blocked);
  const drifted = approvals.filter(
    approval => approval.state === 'open' && isDifference(approval),
  );
  if (failed.length > 0) {
    return {
      title: `Failed${onClusters(failed)}, decide how to go on: ${run.title}`,
      description: reasons(failed, 'A step failed'),
      severity: WARNS,
    };
  }
  if (blocked.length > 0 && looksAgain(run)) {
    return {
      title: `Held up${onClusters(blocked)}: ${run.title}`,
      description: `It is looked at again by itself; nobody has to do anything now. ${reasons(
        blocked,
        'A check before the run failed',
      )}`,
      severity: 'low',
    };
  }
  if (blocked.length > 0) {
    return {
      title: `Blocked${onClusters(blocked)}: ${run.title}`,
      description: reasons(blocked, 'A check before the run failed'),
      severity: WARNS,
    };
  }
  if (drifted.length > 0) {
    const where = drifted.flatMap(({ targetId }) =>
      targetId ? [targetId] : [],
    );
    return {
      title: `Waits for another approval: ${run.title}`,
      description: `What is there${on(
        where,
      )} differs from what was approved; the difference has to be approved.`,
      severity: WARNS,
    };
  }
  if (!again) {
    return undefined;
  }
  const over = terminalStates.includes(run.state);
  return {
    title: `${over ? howItEnded(facts) : 'Goes on'}: ${run.title}`,
    description: `${
      over
        ? run.outcome ?? `The run ${runStateWords[run.state]}`
        : 'Somebody decided'
    }. Nothing waits for you any more.`.replace('..', '.'),
    severity: over && kept > 0 ? WARNS : 'low',
  };
}

/**
 * A look proves nothing by itself: its findings are told on its page. An undo
 * has the words of its page, which say what it left.
 */
function howItEnded({ run, kept }: NoticeFacts): string {
  const { state, type, undoOf, planOnly } = run;
  if (state === RunState.succeeded && undoOf) {
    return kept > 0
      ? `Taken back, except ${kept} ${kept === 1 ? 'object' : 'objects'}`
      : 'Taken back';
  }
  const isLook = type === 'orbit' && !undoOf && !planOnly;
  return state === RunState.succeeded && isLook
    ? 'Looked'
    : runEndWords[state] ?? 'Ended';
}

/** The clusters of a title: a list of notifications shows no more than that. */
function onClusters(targets: readonly TargetRecord[]): string {
  return targets.length > MOST_NAMED
    ? ` on ${targets.length} clusters`
    : on(targets.map(({ targetId }) => targetId));
}

/** The reasons, one line for each cluster or, where all say the same, once. */
function reasons(targets: readonly TargetRecord[], none: string): string {
  const [first] = targets;
  const said = (target: TargetRecord) => target.reason ?? none;
  if (targets.every(target => said(target) === said(first))) {
    return `${said(first)}${on(targets.map(({ targetId }) => targetId))}`;
  }
  return targets
    .map(target => `${target.targetId}: ${said(target)}`)
    .join('\n');
}

function on(targetIds: readonly string[]): string {
  const names = [...new Set(targetIds)].filter(name => name !== '-');
  return names.length > 0 ? ` on ${names.join(', ')}` : '';
}
