import type { RunState } from '@mission-control/plugin-missions-common';

const WORDS: Partial<Record<RunState, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  inconclusive: 'could not be proved',
  cancelled: 'cancelled',
  planned: 'planned',
};

/** Order in which the ends are told: the good news first, nothing left out. */
const ORDER = Object.keys(WORDS) as RunState[];

/**
 * One sentence after the end, such as `2 targets succeeded, 1 failed (dev)`.
 * Everything that is not a success is named.
 */
export function outcomeSentence(
  targets: readonly { targetId: string; state: RunState; reason?: string }[],
  overridden: number = 0,
): string {
  if (targets.length === 1) {
    const [target] = targets;
    const where = target.targetId === '-' ? 'The run' : target.targetId;
    const why = target.reason ? `: ${target.reason}` : '';
    return sentence(
      `${where} ${WORDS[target.state] ?? target.state}${why}`,
      overridden,
    );
  }
  const parts = ORDER.flatMap(state => {
    const members = targets.filter(target => target.state === state);
    if (members.length === 0) {
      return [];
    }
    const names =
      state === 'succeeded' || state === 'planned'
        ? ''
        : ` (${members.map(target => target.targetId).join(', ')})`;
    return [`${members.length} ${WORDS[state]}${names}`];
  });
  return sentence(
    `Of ${targets.length} targets, ${parts.join(', ')}`,
    overridden,
  );
}

function sentence(text: string, overridden: number): string {
  const skipped =
    overridden > 0
      ? `; ${overridden} failed ${
          overridden === 1 ? 'step was' : 'steps were'
        } skipped by a person`
      : '';
  return `${text}${skipped}`;
}
