import {
  errorCatalogue,
  isMissionError,
  MissionError,
  runCreatePermission,
  stepNeeds,
  stepsBefore,
  validateParameters,
  type CheckResult,
  type MissionSpec,
  type MissionSummary,
  type TargetChoice,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import type { Registry } from '../../registry';
import type { Store } from '../../store';
import { readMissions } from '../../store/operations/readMissions';
import {
  isMaybe,
  reachedChildren,
  resolveTargets,
  type PlannedRun,
  type ReachedChild,
  type RunCreator,
} from '../runs';
import type { PreflightRights } from './PreflightService';

/** Why a start would be refused, or cannot be looked into. */
export interface ChildProblem {
  readonly status: Extract<CheckResult['status'], 'fail' | 'unknown'>;
  readonly message: string;
  readonly remedy?: string;
}

/** A mission that the steps of a sequence start, as far as it is known before. */
export interface ChildMission {
  readonly ref: string;
  readonly targets: readonly TargetChoice[];
  /** Whether it is known only later that it starts at all. */
  readonly maybe: boolean;
  /** Absent when the mission cannot be looked into. */
  readonly content?: {
    readonly summary: MissionSummaryOfChild;
    readonly spec: MissionSpec;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly unknown: ReadonlySet<string>;
  };
  readonly problem?: ChildProblem;
  /** Whether a mission that the sequence starts before it can change a cluster. */
  changedBefore(cluster: string): boolean;
}

type MissionSummaryOfChild = Pick<
  MissionSummary,
  'ref' | 'name' | 'title' | 'version'
>;

interface ChildOptions {
  readonly store: Store;
  readonly registry: Registry;
  readonly clusters: ClusterRegistry;
  readonly creator: Pick<RunCreator, 'check'>;
  readonly run: PlannedRun;
  readonly rights?: PreflightRights;
}

/**
 * The missions that the steps of a run start, by sequences in sequences too,
 * each in its current version. Throws what the start of the run would be
 * refused with: INPUT_INVALID, PARAMETER_INVALID, EXPRESSION_FAILED.
 */
export async function childMissions(
  options: ChildOptions,
): Promise<ChildMission[]> {
  const { store, clusters, run, rights } = options;
  const reached = await reachedChildren({ store, clusters, runs: [run] });
  const refs = [...new Set(reached.map(child => child.missionRef))];
  const [may, records] = await Promise.all([
    rights?.missions(refs),
    readMissions({ tx: store.db, refs }),
  ]);
  const specs = new Map<string, MissionSpec>([[run.missionRef, run.spec]]);
  for (const { summary } of records) {
    specs.set(summary.ref, await store.spec(summary.ref, summary.version));
  }
  const mayRead = (child: ReachedChild | undefined): boolean =>
    child === undefined ||
    ((may?.read.has(child.missionRef) ?? true) && mayRead(child.by));
  return Promise.all(
    reached
      // What a mission starts is part of what only its readers may see.
      .filter(child => mayRead(child.by))
      .map(async (child): Promise<ChildMission> => {
        const about = {
          ref: child.missionRef,
          targets: child.targets,
          maybe: isMaybe(child),
          changedBefore: (cluster: string) =>
            startedBefore(child, reached, specs, run).some(
              ({ missionRef, targets }) =>
                targets.some(each => each.cluster === cluster) &&
                canWrite(options.registry, specs.get(missionRef)),
            ),
        };
        if (may && !may.start.has(child.missionRef)) {
          return { ...about, problem: notAllowed(child) };
        }
        if (!mayRead(child)) {
          return { ...about, problem: notReadable(child) };
        }
        const problem = await refusalOf(options, child, specs);
        const record = records.find(
          ({ summary }) => summary.ref === child.missionRef,
        );
        const spec = specs.get(child.missionRef);
        return {
          ...about,
          problem,
          content: record &&
            spec && {
              summary: record.summary,
              spec,
              parameters: knownValues(spec, child),
              unknown: child.unknown,
            },
        };
      }),
  );
}

/**
 * What is started before a child: by steps that its own step needs, all that
 * follows from those, and the same for the one that starts it.
 */
function startedBefore(
  child: ReachedChild,
  reached: readonly ReachedChild[],
  specs: ReadonlyMap<string, MissionSpec>,
  run: PlannedRun,
): ReachedChild[] {
  const { by, stepId } = child;
  const steps = specs.get(by?.missionRef ?? run.missionRef)?.steps ?? [];
  const roles = new Set([undefined, ...steps.map(step => step.role)]);
  const needed = new Set(
    [...roles].flatMap(role => [
      ...stepsBefore(stepNeeds(steps, role), stepId),
    ]),
  );
  const isBefore = (each: ReachedChild): boolean =>
    each.by === by
      ? needed.has(each.stepId)
      : each.by !== undefined && isBefore(each.by);
  return [
    ...reached.filter(isBefore),
    ...(by ? startedBefore(by, reached, specs, run) : []),
  ];
}

function canWrite(registry: Registry, spec: MissionSpec | undefined): boolean {
  const writes = (action: string) => {
    try {
      return registry.action(action).effect === 'write';
    } catch {
      return true;
    }
  };
  return spec === undefined || spec.steps.some(step => writes(step.action));
}

/** What the start of the child would be refused with, as far as it is known. */
async function refusalOf(
  { creator, clusters }: ChildOptions,
  child: ReachedChild,
  specs: ReadonlyMap<string, MissionSpec>,
): Promise<ChildProblem | undefined> {
  const { missionRef, parameters, targets, unknown } = child;
  const spec = specs.get(missionRef);
  try {
    if (spec && unknown.size > 0) {
      // Its parameters can be judged only when all are known.
      await resolveTargets({ spec, choices: targets, clusters });
    } else {
      await creator.check({ missionRef, parameters, targets: [...targets] });
    }
    return undefined;
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    return problemOf(error);
  }
}

function notAllowed({ missionRef }: ReachedChild): ChildProblem {
  return problemOf(
    new MissionError(
      'NOT_ALLOWED',
      `You do not have the permission ${runCreatePermission.name} for the mission '${missionRef}'`,
    ),
  );
}

function notReadable({ missionRef }: ReachedChild): ChildProblem {
  return {
    status: 'unknown',
    message: `You may not see the mission '${missionRef}', so what it needs is not shown`,
    remedy: errorCatalogue.NOT_ALLOWED.remedy,
  };
}

function problemOf({ code, message, remedy }: MissionError): ChildProblem {
  return { status: 'fail', message: `${message} (${code})`, remedy };
}

function knownValues(
  spec: MissionSpec,
  { parameters, unknown }: ReachedChild,
): Record<string, unknown> {
  const { values } = validateParameters(spec.parameters, parameters);
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => !unknown.has(name)),
  );
}
