import {
  type MissionWave,
  type RunState,
  isTerminal,
} from '@mission-control/plugin-missions-common';

/**
 * Which wave each target belongs to, in the order of the targets. Without
 * waves all go together; targets that no wave takes go with the last one. What
 * has a place of its own goes with the first or the last, and is not counted.
 */
export function assignWaves(
  places: readonly ('first' | 'last' | undefined)[],
  waves: readonly MissionWave[] = [],
): number[] {
  const counted = assignCounted(
    places.filter(place => place === undefined).length,
    waves,
  );
  const last = Math.max(waves.length - 1, 0);
  let next = 0;
  return places.map(place => {
    if (place === undefined) {
      return counted[next++];
    }
    return place === 'first' ? 0 : last;
  });
}

function assignCounted(count: number, waves: readonly MissionWave[]): number[] {
  const assigned: number[] = [];
  waves.forEach((wave, index) => {
    const left = count - assigned.length;
    const size = Math.min(left, waveSize(wave, left));
    assigned.push(...Array(size).fill(index));
  });
  const last = Math.max(waves.length - 1, 0);
  return [...assigned, ...Array(count - assigned.length).fill(last)];
}

function waveSize(wave: MissionWave, left: number): number {
  if (wave.percent !== undefined) {
    return Math.ceil((left * wave.percent) / 100);
  }
  return wave.canary ?? wave.count ?? left;
}

/** What is known of a target when waves are released. */
export interface WaveTarget {
  readonly targetId: string;
  readonly wave: number;
  readonly released: boolean;
  readonly state: RunState;
  /** It waits for others or they for it: `parallel` neither holds nor counts it. */
  readonly apart?: boolean;
  /** Another run goes before it: it is let go when that one has ended. */
  readonly waits?: boolean;
}

/**
 * Targets whose wave may write now. A wave goes when every wave before it is
 * through: at its end, or at least verifying where the wave does not ask for
 * proof. `parallel` bounds how many of a wave are under way. Failed targets
 * count against the budget, which the caller has looked at.
 */
export function releaseWaves(
  targets: readonly WaveTarget[],
  waves: readonly MissionWave[] = [],
): string[] {
  const numbers = [...new Set(targets.map(target => target.wave))].sort(
    (a, b) => a - b,
  );
  for (const number of numbers) {
    const members = targets.filter(target => target.wave === number);
    const limit = waves[number]?.parallel ?? Infinity;
    const underWay = members.filter(
      target => target.released && !target.apart && !isOver(target.state),
    ).length;
    const held = members.filter(
      target => !target.released && !target.waits && target.state === 'running',
    );
    const next = [
      ...held.filter(target => target.apart),
      ...held
        .filter(target => !target.apart)
        .slice(0, Math.max(0, limit - underWay)),
    ].map(target => target.targetId);
    if (next.length > 0) {
      return next;
    }
    if (!members.every(target => isThrough(target, waves[number]))) {
      return [];
    }
  }
  return [];
}

/** Needs nothing more by itself: at its end, or failed and waiting for a person. */
function isOver(state: RunState): boolean {
  return isTerminal(state) || state === 'needs_decision';
}

function isThrough(target: WaveTarget, wave: MissionWave | undefined): boolean {
  return (
    isOver(target.state) ||
    (wave?.verify !== true && target.released && target.state === 'verifying')
  );
}
