import {
  isTerminal,
  type Orbit,
  type Verdict,
} from '@mission-control/plugin-missions-common';
import type { Tone } from '@mission-control/plugin-missions-react';

/** Part that was assessed, 0 to 100; undefined when nobody counted. */
export function coverageOf(verdict?: Verdict): number | undefined {
  const assessed = verdict?.assessed;
  if (assessed === undefined) {
    return undefined;
  }
  const total = assessed + (verdict?.notAssessed ?? 0);
  return total === 0 ? undefined : Math.floor((assessed / total) * 100);
}

/**
 * How a verdict is drawn. Nothing found is green only when somebody looked at
 * everything; an orbit that did not look has no verdict.
 */
export function verdictTone({ verdict, outcome }: Orbit): Tone {
  if (!verdict || !outcome) {
    return 'idle';
  }
  if (outcome === 'did_not_look') {
    return 'unknown';
  }
  if ((verdict.regressed ?? 0) > 0) {
    return 'fail';
  }
  if (verdict.findings > 0) {
    return verdict.worst === 'critical' || verdict.worst === 'high'
      ? 'fail'
      : 'warn';
  }
  const complete = outcome === 'looked' && !verdict.notAssessed;
  return complete ? 'ok' : 'unknown';
}

/** Checks without an answer in a look in which others had one. */
export function unseenOf({
  outcome,
  verdict,
}: Pick<Orbit, 'outcome' | 'verdict'>): number {
  return outcome && outcome !== 'did_not_look' ? verdict?.notAssessed ?? 0 : 0;
}

/** No run of it has ended yet, as far as its reader can tell. */
export function hasNotLooked({ state, lastRun, outcome }: Orbit): boolean {
  return state === 'new' || (lastRun !== undefined && outcome === undefined);
}

/** Its run goes on until a person decides, and a look that is asked for now would not wait for it. */
export function waitsForDecision({
  problem,
  lastRun,
  schedule,
}: Orbit): boolean {
  return (
    problem?.kind === 'held_up' &&
    schedule.overlap !== 'queue' &&
    lastRun !== undefined &&
    !isTerminal(lastRun.state) &&
    lastRun.targets.some(({ state }) => state === 'needs_decision')
  );
}

/** Nothing was there before to compare with: one run looked, and all that it found is new. */
export function isFirstLook({ verdict, recent }: Orbit): boolean {
  const looked = recent.filter(({ outcome }) => outcome !== 'did_not_look');
  return (
    looked.length === 1 &&
    verdict !== undefined &&
    (verdict.new ?? 0) === verdict.findings &&
    !verdict.regressed &&
    !verdict.fixed &&
    !verdict.persisting
  );
}

/** What all orbits together found, what got worse and better, and how many did not look, or not at everything. */
export function sumOf(orbits: readonly Orbit[]) {
  const sum = (part: (verdict: Verdict) => number | undefined) =>
    orbits.reduce(
      (total, { verdict }) => total + ((verdict && part(verdict)) ?? 0),
      0,
    );
  return {
    findings: sum(({ findings }) => findings),
    regressed: sum(({ regressed }) => regressed),
    fresh: sum(verdict => verdict.new),
    fixed: sum(({ fixed }) => fixed),
    blind: orbits.filter(({ outcome }) => outcome === 'did_not_look').length,
    partly: orbits.filter(
      orbit => orbit.outcome === 'partly' || unseenOf(orbit) > 0,
    ).length,
  };
}
