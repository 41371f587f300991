import type {
  ObjectRef,
  RunState,
} from '@mission-control/plugin-missions-common';
import { nameOfObject } from './nameOfObject';

const WORDS: Partial<Record<RunState, string>> = {
  failed: 'failed',
  inconclusive: 'could not be proved',
  cancelled: 'was cancelled',
  succeeded: 'succeeded',
  planned: 'was planned',
};

/** Order in which the ends are told: what needs somebody first. */
const ORDER = Object.keys(WORDS) as RunState[];

/** More clusters than this with the same end are counted. */
const NAMED = 3;

/** How a cluster ended, and where and why it stopped. */
export interface TargetEnd {
  readonly targetId: string;
  readonly state: RunState;
  readonly reason?: string;
  /** Name of the step that did not succeed. */
  readonly step?: string;
}

/** What an undo left as it is, and why. */
export interface KeptEnd {
  readonly object: ObjectRef;
  readonly reason: string;
}

/**
 * One sentence after the end, such as `Both clusters succeeded` or `prod-eu
 * failed at step 'Install': no quota; staging succeeded`. Everything that is
 * not a success is named, and so is what an undo kept.
 */
export function outcomeSentence(
  targets: readonly TargetEnd[],
  overridden: number = 0,
  kept: readonly KeptEnd[] = [],
): string {
  const parts = ORDER.flatMap(state => {
    const members = targets.filter(target => target.state === state);
    return members.length > 0 ? tell(state, members, targets.length) : [];
  });
  if (overridden > 0) {
    parts.push(
      overridden === 1
        ? '1 failed step was skipped by a person'
        : `${overridden} failed steps were skipped by a person`,
    );
  }
  if (kept.length > 0) {
    parts.push(tellKept(kept));
  }
  return parts.join('; ');
}

function tellKept(kept: readonly KeptEnd[]): string {
  const named = kept
    .slice(0, NAMED)
    .map(({ object, reason }) => `${nameOfObject(object)} (${reason})`);
  const more = kept.length - NAMED;
  return `kept: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function tell(
  state: RunState,
  members: readonly TargetEnd[],
  total: number,
): string[] {
  const good = state === 'succeeded' || state === 'planned';
  const names = members.map(nameOf);
  if (members.length > 1 && members.length === total && good) {
    const all = total === 2 ? 'Both clusters' : `All ${total} clusters`;
    return [`${all} ${many(state)}`];
  }
  if (members.length > NAMED) {
    const list = good ? '' : ` (${names.join(', ')})`;
    return [`${members.length} clusters ${many(state)}${list}`];
  }
  if (members.some(({ reason, step }) => reason || step)) {
    return members.map(
      member => `${nameOf(member)} ${WORDS[state]}${why(member)}`,
    );
  }
  return [
    members.length === 1
      ? `${names[0]} ${WORDS[state]}`
      : `${listed(names)} ${many(state)}`,
  ];
}

/** `was planned` of several is `were planned`. */
function many(state: RunState): string {
  return (WORDS[state] ?? state).replace(/^was /, 'were ');
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

function nameOf({ targetId }: TargetEnd): string {
  return targetId === '-' ? 'The run' : targetId;
}

/** Where it stopped and why; a reason often names its step already. */
function why({ reason, step }: TargetEnd): string {
  const at = step ? ` at step '${step}'` : '';
  const told =
    step && reason?.startsWith(`${step}: `)
      ? reason.slice(step.length + 2)
      : reason;
  return told ? `${at}: ${told}` : at;
}
