import {
  failedSlotStates,
  isTerminal,
  openSlotStates,
  type Orbit,
  type OrbitSlot,
  type RunSummary,
} from '@mission-control/plugin-missions-common';
import { graceMs, orbitOutcome, orbitState, startOfSlot } from '../../orbits';
import type { OrbitRecord, SlotRecord } from '../../store/operations/orbitRows';
import type { OrbitRun } from '../../store/operations/readOrbitRuns';
import { toDate } from '../runs/runViews';

/** An orbit with its newest runs and slots; both come newest first. */
export function toOrbitView(options: {
  orbit: OrbitRecord;
  runs: readonly OrbitRun[];
  /** The first of the runs. */
  lastRun?: RunSummary;
  lastSlot?: SlotRecord;
  slots?: readonly SlotRecord[];
  now: Date;
}): Orbit {
  const { orbit, runs, lastRun, lastSlot, slots, now } = options;
  const [last] = runs;
  const ended = runs.find(run => isTerminal(run.state));
  const { state, lateSince } = orbitState(
    {
      paused: orbit.paused,
      graceSeconds: graceMs(orbit) / 1000,
      nextRunAt: toDate(orbit.nextRunAt),
      waitingSince: waits(lastSlot) ? toDate(lastSlot.startsAt) : undefined,
      lastRun: last && { ...last, slot: dueTime(orbit, last) },
      lastProblem: problemOf(lastSlot, last),
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
    nextSlotAt: orbit.paused ? undefined : toDate(orbit.nextSlotAt),
    lastRunAt: toDate(last?.createdAt),
    lastSlotAt: toDate(orbit.lastSlotAt),
    lateSince,
    outcome: ended && orbitOutcome(ended),
    verdict: ended?.verdict,
    lastRun,
    recent: runs.toReversed().map(run => ({
      runId: run.id,
      at: toDate(run.createdAt),
      outcome: orbitOutcome(run) ?? ('running' as const),
      findings: run.verdict?.findings,
      worst: run.verdict?.worst,
    })),
    slots: slots?.map(toSlotView),
  };
}

/** A slot as the API shows it. */
export function toSlotView(slot: SlotRecord): OrbitSlot {
  return {
    slotAt: toDate(slot.slotAt),
    startsAt: toDate(slot.startsAt),
    state: slot.state,
    reason: slot.reason,
    runId: slot.runId,
  };
}

/** When a run should have started: with its slot, or when a person wished. */
function dueTime(orbit: OrbitRecord, run: OrbitRun): Date {
  const { slot } = run.trigger;
  return slot ? startOfSlot(orbit, new Date(slot)) : toDate(run.createdAt);
}

function waits(slot: SlotRecord | undefined): slot is SlotRecord {
  return slot !== undefined && openSlotStates.includes(slot.state);
}

/** Why nobody looked, unless somebody did since. */
function problemOf(
  slot: SlotRecord | undefined,
  last: OrbitRun | undefined,
): string | undefined {
  if (!slot || !failedSlotStates.includes(slot.state)) {
    return undefined;
  }
  return last && last.createdAt > slot.claimedAt ? undefined : slot.reason;
}
