import {
  isTerminal,
  type Orbit,
  type RunSummary,
} from '@mission-control/plugin-missions-common';
import { DEFAULT_GRACE_SECONDS, orbitOutcome, orbitState } from '../../orbits';
import type { OrbitRecord } from '../../store/operations/orbitRows';
import { toDate } from '../runs/runViews';

/** An orbit with its newest runs, newest first. */
export function toOrbitView(options: {
  orbit: OrbitRecord;
  runs: readonly RunSummary[];
  lastProblem?: string;
  now: Date;
}): Orbit {
  const { orbit, runs, lastProblem, now } = options;
  const last = runs[0];
  const ended = runs.find(run => isTerminal(run.state));
  const { state, lateSince } = orbitState(
    {
      paused: orbit.paused,
      graceSeconds: orbit.schedule.graceSeconds ?? DEFAULT_GRACE_SECONDS,
      nextRunAt: toDate(orbit.nextRunAt),
      lastRun: last && {
        ...factsOf(last),
        slot: last.trigger.slot ? new Date(last.trigger.slot) : last.createdAt,
      },
      lastProblem,
    },
    now,
  );
  return {
    id: orbit.id,
    missionRef: orbit.missionRef,
    title: orbit.title,
    state,
    paused: orbit.paused,
    schedule: orbit.schedule,
    targets: [...orbit.targets],
    parameters: orbit.parameters,
    owner: orbit.owner,
    createdAt: toDate(orbit.createdAt),
    nextRunAt: orbit.paused ? undefined : toDate(orbit.nextRunAt),
    lastRunAt: last?.createdAt,
    lastSlotAt: toDate(orbit.lastSlotAt),
    lateSince,
    outcome: ended && orbitOutcome(factsOf(ended)),
    verdict: ended?.verdict,
    lastRun: last,
    recent: runs.map(run => ({
      runId: run.id,
      at: run.createdAt,
      outcome: orbitOutcome(factsOf(run)) ?? ('running' as const),
      findings: run.verdict?.findings,
      worst: run.verdict?.worst,
    })),
  };
}

function factsOf(run: RunSummary) {
  return {
    state: run.state,
    targets: run.targets.map(target => target.state),
    verdict: run.verdict,
  };
}
