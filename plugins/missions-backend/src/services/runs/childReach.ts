import {
  canonicalJson,
  MissionError,
  validateParameters,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import type { Store } from '../../store';
import { readMissions } from '../../store/operations/readMissions';
import {
  atPlace,
  childRequests,
  EVERY_NAME,
  startsChildren,
  type PlannedChild,
  type PlannedRun,
} from './childRequests';

/** So many runs may follow one from the other. */
export const MAX_CHILD_DEPTH = 5;

/** A run may start so many different others, theirs included. */
const MAX_CHILDREN = 1000;

/** Where runs are looked at for what their steps start. */
interface ReachOptions {
  readonly store: Store;
  readonly clusters: Pick<ClusterRegistry, 'usable'>;
  readonly runs: readonly PlannedRun[];
}

/** A start of another mission, found by following the steps of runs. */
export interface ReachedChild extends PlannedChild {
  /** The one whose own steps start it; absent for a step of the first runs. */
  readonly by?: ReachedChild;
}

/** The missions of children, each with its clusters. */
export function childReach(
  children: readonly ReachedChild[],
): Record<string, string[]> {
  const reached = new Map<string, Set<string>>();
  for (const { missionRef, targets } of children) {
    const clusters = reached.get(missionRef) ?? new Set();
    targets.forEach(({ cluster }) => clusters.add(cluster));
    reached.set(missionRef, clusters);
  }
  return Object.fromEntries(
    [...reached].map(([ref, clusters]) => [ref, [...clusters]]),
  );
}

/**
 * Every start of another mission that the steps of runs can reach, by
 * sequences in sequences too; what starts another comes before it. Throws
 * INPUT_INVALID, PARAMETER_INVALID and EXPRESSION_FAILED with the place: what
 * cannot be known, is not allowed.
 */
export async function reachedChildren(
  options: ReachOptions,
): Promise<ReachedChild[]> {
  const reached: ReachedChild[] = [];
  let runs: { run: PlannedRun; by?: ReachedChild }[] = options.runs.map(
    run => ({ run }),
  );
  for (let depth = 0; runs.length > 0; depth += 1) {
    const children = different(
      runs.flatMap(({ run, by }) =>
        childRequests(run).map(child => ({ ...child, by })),
      ),
    );
    reached.push(...children);
    if (children.length > 0 && depth === MAX_CHILD_DEPTH) {
      throw new MissionError(
        'INPUT_INVALID',
        `${children[0].place} starts '${children[0].missionRef}', but at most ${MAX_CHILD_DEPTH} missions may follow one from the other`,
        { remedy: 'Let no mission start itself, and nest fewer sequences.' },
      );
    }
    if (reached.length > MAX_CHILDREN) {
      throw new MissionError(
        'INPUT_INVALID',
        `The mission starts more than ${MAX_CHILDREN} different others`,
        { remedy: 'Start several runs with fewer clusters or entries each.' },
      );
    }
    const opened = await Promise.all(
      children.map(async by => ({ run: await open(options, by), by })),
    );
    runs = opened.flatMap(({ run, by }) => (run ? [{ run, by }] : []));
  }
  return reached;
}

/** Whether it is known only later that it starts at all. */
export function isMaybe(child: ReachedChild): boolean {
  return child.maybe || (child.by !== undefined && isMaybe(child.by));
}

/** Who starts them makes no difference. */
function different(children: readonly ReachedChild[]): ReachedChild[] {
  const byContent = new Map(
    children.map(child => [
      canonicalJson({ ...child, by: null, unknown: [...child.unknown] }),
      child,
    ]),
  );
  return [...byContent.values()];
}

/** The run that a child would be; undefined when it starts nothing itself. */
async function open(
  { store, clusters }: Pick<ReachOptions, 'store' | 'clusters'>,
  child: PlannedChild,
): Promise<PlannedRun | undefined> {
  const { missionRef, targets, unknown } = child;
  const [mission] = await readMissions({ tx: store.db, refs: [missionRef] });
  const version = mission?.summary.version;
  const spec = version && (await store.spec(missionRef, version));
  if (!spec || !startsChildren(spec, 'run')) {
    return undefined;
  }
  return {
    missionRef,
    missionVersion: version,
    spec,
    part: 'run',
    parameters: knownParameters(spec, child),
    unknown,
    targets: await Promise.all(
      targets.map(async ({ cluster, role }) => {
        // A cluster that cannot be used is refused when the child is planned.
        const known = await clusters.usable(cluster).catch(() => undefined);
        return { name: cluster, environment: known?.guard.environment, role };
      }),
    ),
  };
}

function knownParameters(
  spec: MissionSpec,
  { missionRef, parameters, unknown, place }: PlannedChild,
): Record<string, unknown> {
  const { values, problems } = validateParameters(spec.parameters, parameters);
  const known = problems.filter(
    ({ path }) =>
      !unknown.has(EVERY_NAME) && !unknown.has(path.split(/[.[]/)[0]),
  );
  atPlace(place, () => {
    if (known.length > 0) {
      throw new MissionError(
        'PARAMETER_INVALID',
        `parameters of '${missionRef}': ${known
          .map(problem => problem.message)
          .join('; ')}`,
      );
    }
  });
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => !unknown.has(name)),
  );
}
