import {
  type ObjectRef,
  type RunState,
  nameOfObject,
  runStateWords,
} from '@mission-control/plugin-missions-common';

/** Order in which the ends are told: what needs somebody first. */
const ORDER: readonly RunState[] = [
  'failed',
  'inconclusive',
  'cancelled',
  'succeeded',
  'planned',
];

/** More clusters than this with the same end are counted. */
const NAMED = 3;

/** More objects than this that an undo left are counted. */
const KEPT_NAMED = 10;

/** Characters of a reason; the whole of it is in the journal. */
const KEPT_REASON = 200;

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
  readonly targetId: string;
  readonly object: ObjectRef;
  readonly reason: string;
}

/**
 * One sentence after the end, such as `Both clusters succeeded` or `prod-eu
 * failed at step 'Install': no quota; staging succeeded`. Everything that is
 * not a success is named, and so is what an undo left as it is.
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
    const some = targets.some(({ state }) => state === 'succeeded');
    parts.push(tellKept(kept, some));
  }
  return parts.join('; ');
}

/** What stays; where nothing succeeded, nothing was taken back either. */
function tellKept(kept: readonly KeptEnd[], some: boolean): string {
  const several = new Set(kept.map(({ targetId }) => targetId)).size > 1;
  const named = kept
    .slice(0, KEPT_NAMED)
    .map(
      ({ targetId, object, reason }) =>
        `${nameOfObject(object)}${
          several ? ` on ${targetId}` : ''
        } (${shortened(reason)})`,
    );
  const count = kept.length === 1 ? '1 object' : `${kept.length} objects`;
  const more = kept.length - KEPT_NAMED;
  return `${some ? `taken back, except ${count}` : 'kept'}: ${named.join(
    ', ',
  )}${more > 0 ? ` and ${more} more, listed on the page of the undo` : ''}`;
}

function shortened(reason: string): string {
  return reason.length > KEPT_REASON
    ? `${reason.slice(0, KEPT_REASON - 1).trimEnd()}…`
    : reason;
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
      member => `${nameOf(member)} ${runStateWords[state]}${why(member)}`,
    );
  }
  return [
    members.length === 1
      ? `${names[0]} ${runStateWords[state]}`
      : `${listed(names)} ${many(state)}`,
  ];
}

/** `was planned` of several is `were planned`. */
function many(state: RunState): string {
  return runStateWords[state].replace(/^was /, 'were ');
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
