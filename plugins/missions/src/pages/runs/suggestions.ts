import type {
  Fitness,
  MissionSummary,
  Orbit,
  RunSummary,
} from '@mission-control/plugin-missions-common';

/** A thing that somebody could do next, with the fact that says so. */
export type Suggestion =
  | { kind: 'late'; id: string; title: string; orbit: Orbit; since?: Date }
  | {
      kind: 'waits';
      id: string;
      title: string;
      run: RunSummary;
      clusters: string[];
    }
  | {
      kind: 'failed';
      id: string;
      title: string;
      run: RunSummary;
      clusters: string[];
    }
  | {
      kind: 'never';
      id: string;
      title: string;
      mission: MissionSummary;
      clusters: string[];
      checkedAt?: Date;
    }
  | {
      kind: 'fix';
      id: string;
      title: string;
      mission: MissionSummary;
      run: RunSummary;
      /** What a step of the run failed for, and the mission is for. */
      reason: string;
    };

/** Why what is suggested may lack something: no answer, or no right to ask. */
export type SuggestionGap = 'unanswered' | 'refused';

/** Suggestions that are shown; more would not be read. */
const MAX = 5;

/** What the API answered that suggestions are made of; nothing else. */
export interface SuggestionFacts {
  orbits: readonly Orbit[];
  active: readonly RunSummary[];
  completed: readonly RunSummary[];
  /** Missions that never ran here, each with what a check of the clusters answered. */
  unused: readonly { mission: MissionSummary; fitness: readonly Fitness[] }[];
  /** Missions that are for what a step of a failed run said. */
  fixes?: readonly { run: RunSummary; mission: MissionSummary }[];
}

/** What somebody could do next, the most pressing first. */
export function suggestionsOf(facts: SuggestionFacts): Suggestion[] {
  return [
    ...facts.orbits.flatMap(lateOrbit),
    ...facts.active.flatMap(waitingRun),
    ...(facts.fixes ?? []).flatMap(fixOf),
    ...facts.completed.flatMap(run => failedRun(run, facts)),
    ...facts.unused.flatMap(unusedMission),
  ].slice(0, MAX);
}

function lateOrbit(orbit: Orbit): Suggestion[] {
  return ['late', 'down'].includes(orbit.state)
    ? [
        {
          kind: 'late',
          id: `late ${orbit.id}`,
          title: orbit.title,
          orbit,
          since: orbit.lateSince ?? orbit.lastRunAt,
        },
      ]
    : [];
}

/** Somebody has to decide about clusters, and it is not the one who looks. */
function waitingRun(run: RunSummary): Suggestion[] {
  const clusters = run.targets
    .filter(({ state }) => state === 'needs_decision')
    .map(({ id }) => id);
  return clusters.length > 0 && !run.waitingForMe?.length
    ? [
        {
          kind: 'waits',
          id: `waits ${run.id}`,
          title: run.title,
          run,
          clusters,
        },
      ]
    : [];
}

/** Runs that failed, most recent first, that nobody looked after since. */
export function failedRuns(
  facts: Pick<SuggestionFacts, 'active' | 'completed'>,
): RunSummary[] {
  return facts.completed.filter(run => failedRun(run, facts).length > 0);
}

function fixOf({
  run,
  mission,
}: NonNullable<SuggestionFacts['fixes']>[number]): Suggestion[] {
  return mission.match
    ? [
        {
          kind: 'fix',
          id: `fix ${mission.ref} ${run.id}`,
          title: mission.title,
          mission,
          run,
          reason: mission.match.reason,
        },
      ]
    : [];
}

/** It failed, nobody took it back, and the mission was not run again since. */
function failedRun(
  run: RunSummary,
  { active, completed }: Pick<SuggestionFacts, 'active' | 'completed'>,
): Suggestion[] {
  const again = [...active, ...completed].some(
    other =>
      other.missionRef === run.missionRef && other.createdAt > run.createdAt,
  );
  const clusters = run.targets
    .filter(({ state }) => state === 'failed')
    .map(({ id }) => id);
  return clusters.length > 0 && !again && !run.undoneBy && !run.undoOf
    ? [
        {
          kind: 'failed',
          id: `failed ${run.id}`,
          title: run.title,
          run,
          clusters,
        },
      ]
    : [];
}

function unusedMission({
  mission,
  fitness,
}: SuggestionFacts['unused'][number]): Suggestion[] {
  const fit = fitness.filter(({ verdict }) => verdict === 'fit');
  return fit.length > 0
    ? [
        {
          kind: 'never',
          id: `never ${mission.ref}`,
          title: mission.title,
          mission,
          clusters: fit.map(({ cluster }) => cluster.name),
          checkedAt: fit[0].checkedAt,
        },
      ]
    : [];
}
