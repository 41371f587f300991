import {
  failedSlotStates,
  isTerminal,
  openSlotStates,
  type Orbit,
  type OrbitSlot,
  type RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  graceMs,
  nextSlotOf,
  orbitOutcome,
  orbitState,
  startOfSlot,
} from '../../orbits';
import type { OrbitRecord, SlotRecord } from '../../store/operations/orbitRows';
import type { OrbitRun } from '../../store/operations/readOrbitRuns';
import { toDate } from '../runs/runViews';
import {
  anotherClusterProblem,
  type ClusterAnswer,
} from './anotherClusterProblem';
import { heldUpProblem } from './heldUpProblem';
import { orbitProblem, type OrbitNeeds } from './orbitProblem';
import type { OrbitReading } from './orbitReading';

/**
 * An orbit with its newest runs and slots; both come newest first. Its state
 * is its own; everything else of runs is from those that may be read. What
 * sums up several clusters is left out while one of them may not be read.
 */
export function toOrbitView(options: {
  orbit: OrbitRecord;
  runs: readonly OrbitRun[];
  /** Who answered behind the names of its clusters, newest first, however long its history. */
  answers: readonly ClusterAnswer[];
  /** The first of the runs that may be read. */
  lastRun?: RunSummary;
  lastSlot?: SlotRecord;
  slots?: readonly SlotRecord[];
  reading: OrbitReading;
  needs: OrbitNeeds;
  now: Date;
}): Orbit {
  const { orbit, runs, lastRun, lastSlot, slots, reading, now } = options;
  const { hidden } = reading;
  const [last] = runs;
  const readable = runs.filter(run => run.readable);
  const ended = readable.find(run => isTerminal(run.state));
  const sums = hidden.size === 0;
  const cannotLook = orbit.paused
    ? undefined
    : orbitProblem(orbit, options.needs, hidden);
  const { state, lateSince } = orbitState(
    {
      paused: orbit.paused,
      graceSeconds: graceMs(orbit) / 1000,
      nextRunAt: toDate(orbit.nextRunAt),
      waitingSince: waits(lastSlot) ? toDate(lastSlot.startsAt) : undefined,
      lastRun: last && {
        ...last,
        slot: dueTime(orbit, last),
        heldUp: last.blocked.length > 0 || last.undecided.length > 0,
      },
      lastProblem: cannotLook?.message ?? problemOf(lastSlot, last),
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
    targets: orbit.targets.filter(({ cluster }) => !hidden.has(cluster)),
    parameters: orbit.parameters,
    owner: orbit.owner,
    createdAt: toDate(orbit.createdAt),
    nextRunAt: orbit.paused ? undefined : toDate(orbit.nextRunAt),
    nextSlotAt: orbit.paused ? undefined : toDate(orbit.nextSlotAt),
    lastRunAt: toDate(readable[0]?.createdAt),
    lastSlotAt: toDate(orbit.lastSlotAt),
    lateSince,
    problem:
      cannotLook ??
      (last && heldUpProblem(last, hidden)) ??
      (orbit.paused
        ? undefined
        : anotherClusterProblem(options.answers, hidden)),
    outcome: ended && orbitOutcome(ended),
    verdict: sums ? ended?.verdict : undefined,
    lastRun: lastRun && withoutClusters(lastRun, hidden),
    recent: readable.toReversed().map(run => ({
      runId: run.id,
      at: toDate(run.createdAt),
      outcome: orbitOutcome(run) ?? ('running' as const),
      findings: sums ? run.verdict?.findings : undefined,
      worst: sums ? run.verdict?.worst : undefined,
    })),
    slots: slots?.map(slot => toSlotView(slot, reading)),
  };
}

/** A slot as the API shows it. */
export function toSlotView(
  slot: SlotRecord,
  { reasons, runIds }: OrbitReading,
): OrbitSlot {
  const { runId } = slot;
  return {
    slotAt: toDate(slot.slotAt),
    startsAt: toDate(slot.startsAt),
    state: slot.state,
    reason: reasons ? slot.reason : undefined,
    runId: runId && (runIds?.has(runId) ?? true) ? runId : undefined,
  };
}

/** A run without what it tells of some of its clusters, and of all together. */
function withoutClusters(
  run: RunSummary,
  hidden: ReadonlySet<string>,
): RunSummary {
  if (hidden.size === 0) {
    return run;
  }
  const { reason: _, outcome: __, summary: ___, verdict: ____, ...rest } = run;
  return {
    ...rest,
    targets: run.targets.filter(({ id }) => !hidden.has(id)),
  };
}

/** The slot from which on somebody waits for a run: its own, or the first after a person started it. */
function dueTime(orbit: OrbitRecord, run: OrbitRun): Date | undefined {
  const { slot } = run.trigger;
  return slot
    ? startOfSlot(orbit, new Date(slot))
    : nextSlotOf(orbit, toDate(run.createdAt))?.startsAt;
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
