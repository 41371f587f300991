import {
  clusterUsePermission,
  errorCatalogue,
  isMissionError,
  secretValues,
  type CheckResult,
  type Cluster,
  type Fitness,
  type MissionSpec,
  type MissionSummary,
  type TargetChoice,
} from '@mission-control/plugin-missions-common';
import type { ClusterClient } from '@mission-control/plugin-missions-node';
import type { ClusterRegistry, RegisteredCluster } from '../../clusters';
import type { Registry } from '../../registry';
import { Masker } from '../../sealing';
import type { RunStarter } from '../../store';
import { standingOf, standingOfStarter } from '../clusters';
import { selectionProblem, selectsClusters } from '../runs';
import { askPreflight, type AskedCluster } from './askPreflight';
import { childFindings, childProblem } from './childFindings';
import type { ChildMission } from './childMissions';

/** A mission with what its preflight is asked with. */
export interface AskedMission {
  readonly mission: Pick<MissionSummary, 'ref' | 'name' | 'title' | 'version'>;
  readonly spec: MissionSpec;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Parameters whose value only the run will know. */
  readonly unknown: ReadonlySet<string>;
  /** Empty: it has no clusters of its own. */
  readonly targets: readonly TargetChoice[];
}

/** A mission and those that it starts. */
export interface Asking {
  readonly registry: Registry;
  readonly initiator: string;
  readonly starter?: RunStarter;
  readonly own: AskedMission;
  readonly children: readonly ChildMission[];
  /** Values that no answer may show. */
  readonly secrets: readonly unknown[];
}

/**
 * What stands wherever the missions go: the checks of those that have no
 * clusters of their own, and starts of those that would be refused.
 */
export async function askWithoutCluster(
  asking: Asking,
  signal: AbortSignal,
): Promise<CheckResult[]> {
  const { own, children } = asking;
  const isSequence = children.length > 0;
  const results =
    isSequence && own.targets.length === 0
      ? await ask(asking, own, { signal })
      : [];
  for (const [child, number] of numbered(children)) {
    if (child.targets.length === 0) {
      results.push(...childProblem(child, number));
      if (child.content) {
        const asked = { ...child.content, mission: child.content.summary };
        const answers = await ask(
          asking,
          { ...asked, targets: [] },
          { signal },
        );
        results.push(...childFindings(child, number, answers));
      }
    }
  }
  return results;
}

/**
 * Fitness of one cluster: the worst of what the mission needs there, and of
 * what those need there that it starts.
 */
export async function fitnessOf(
  options: {
    clusters: ClusterRegistry;
    asking: Asking;
    everywhere: readonly CheckResult[];
  },
  name: string,
  signal: AbortSignal,
): Promise<Fitness> {
  const { clusters, asking, everywhere } = options;
  const { own, children } = asking;
  const here = children.filter(child => isOn(child.targets, name));
  const registered = await clusters.get(name).catch(error => {
    if (isMissionError(error) && error.code === 'CLUSTER_UNKNOWN') {
      return undefined;
    }
    throw error;
  });
  const starts = numbered(here).flatMap(([child, number]) =>
    childProblem(child, number).map(each => ({ ...each, targetId: name })),
  );
  if (!registered) {
    // Only a child can name it: its start is refused, and says so.
    return fitness({ name }, undefined, [...starts, ...everywhere]);
  }
  const { guard, connection } = registered;
  const { environment, production, demo } = guard;
  const { title, labels } = connection;
  const cluster = { name, title, environment, production, demo };
  const status = await clusters.status(name);
  const { client, said } = await actingClient(asking, registered, status);
  const reach = { ...(said ?? reachability(status)), targetId: name };
  const checks = [
    reach,
    ...selected(own, registered),
    ...starts,
    ...everywhere,
  ];
  if (client) {
    const { version } = status;
    const on: AskedCluster = { cluster, labels, version, guard, client };
    for (const { role } of ofCluster(own.targets, name)) {
      checks.push(...(await ask(asking, own, { on, role, signal })));
    }
    for (const [child, number] of numbered(here)) {
      const { content, targets } = child;
      for (const { role } of content ? ofCluster(targets, name) : []) {
        const asked = { ...content!, mission: content!.summary, targets };
        const answers = await ask(asking, asked, { on, role, signal });
        checks.push(...childFindings(child, number, answers, name));
      }
    }
  }
  return fitness(cluster, status.version, checks);
}

/** Whether the mission takes the cluster, where it does not take all: else a start is refused. */
function selected(
  { spec, targets }: AskedMission,
  registered: RegisteredCluster,
): CheckResult[] {
  if (!selectsClusters(spec)) {
    return [];
  }
  const { name } = registered.connection;
  return ofCluster(targets, name).map(({ role }) => {
    const problem = selectionProblem(spec, registered, role);
    return {
      id: 'cluster-selected',
      check: 'core:cluster-selected',
      title: 'The mission takes the cluster',
      phase: 'preflight',
      targetId: name,
      status: problem ? 'fail' : 'pass',
      message: problem?.message ?? `The mission takes the cluster '${name}'`,
      at: new Date(),
      evidence: [],
      ...(problem && { remedy: { text: problem.remedy } }),
    };
  });
}

/** A cluster that a sequence reaches and that the asking person may not use. */
export function refusedCluster(name: string): Fitness {
  return fitness({ name }, undefined, [
    {
      id: 'cluster-permission',
      check: 'core:cluster-permission',
      title: 'You may use the cluster',
      phase: 'preflight',
      targetId: name,
      status: 'fail',
      message: `You do not have the permission ${clusterUsePermission.name} for the cluster '${name}' (NOT_ALLOWED)`,
      remedy: { text: errorCatalogue.NOT_ALLOWED.remedy },
      at: new Date(),
      evidence: [],
    },
  ]);
}

async function ask(
  { registry, initiator, secrets }: Asking,
  { mission, spec, parameters, unknown }: AskedMission,
  where: { on?: AskedCluster; role?: string; signal: AbortSignal },
): Promise<CheckResult[]> {
  const own = secretValues(spec.parameters, { ...parameters });
  return askPreflight({
    registry,
    initiator,
    mission,
    spec,
    parameters,
    unknown,
    masker: new Masker([...secrets, ...own]),
    ...where,
  });
}

function isOn(targets: readonly TargetChoice[], name: string): boolean {
  return ofCluster(targets, name).length > 0;
}

function ofCluster(
  targets: readonly TargetChoice[],
  name: string,
): TargetChoice[] {
  return targets.filter(({ cluster }) => cluster === name);
}

/** Each with how many times its mission was started up to it. */
function numbered(children: readonly ChildMission[]): [ChildMission, number][] {
  const counts = new Map<string, number>();
  return children.map(child => {
    const number = (counts.get(child.ref) ?? 0) + 1;
    counts.set(child.ref, number);
    return [child, number];
  });
}

function fitness(
  cluster: Fitness['cluster'],
  version: string | undefined,
  checks: CheckResult[],
): Fitness {
  return {
    cluster,
    version,
    verdict: verdictOf(checks),
    checks,
    checkedAt: new Date(),
  };
}

/**
 * The client of whoever would act, unless the cluster does not answer; on a
 * cluster that acts as the starter with what it says of that.
 */
async function actingClient(
  { starter, own }: Asking,
  { client, actAs }: RegisteredCluster,
  status: Cluster,
): Promise<{ client?: ClusterClient; said?: CheckResult }> {
  const reach = reachability(status);
  if (!actAs || reach.status === 'unknown') {
    return reach.status === 'unknown' ? {} : { client };
  }
  try {
    const acting = client.forRun({
      runId: 'preflight',
      missionName: own.mission.name,
      actAs: actAs(starter),
    });
    const { code, message, remedy, ...others } = await standingOfStarter(
      acting,
    );
    const isRefused = code === 'CLUSTER_FORBIDDEN';
    return {
      client: isRefused ? undefined : acting,
      said: {
        ...reach,
        status: isRefused ? 'fail' : others.status,
        message,
        ...(remedy && { remedy: { text: remedy } }),
      },
    };
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    const { code, message, remedy } = error;
    return {
      said: {
        ...reach,
        status: 'fail',
        message: `${message} (${code})`,
        remedy: { text: remedy },
      },
    };
  }
}

function reachability(status: Cluster): CheckResult {
  const { problem, uid } = status;
  // With its UID it answered all that a run needs: a problem is a warning.
  const standing: Pick<CheckResult, 'status' | 'message'> & {
    remedy?: string;
  } =
    problem && uid === undefined
      ? { ...problem, status: 'unknown' }
      : standingOf(status);
  const { message, remedy } = standing;
  return {
    id: 'cluster-reachable',
    check: 'core:cluster-reachable',
    title: 'The cluster answers',
    phase: 'preflight',
    status: standing.status,
    message,
    at: status.checkedAt ?? new Date(),
    evidence: [],
    ...(remedy && { remedy: { text: remedy } }),
  };
}

/** The worst answer; unknown is never fit. */
function verdictOf(checks: readonly CheckResult[]): Fitness['verdict'] {
  const has = (status: CheckResult['status']) =>
    checks.some(check => check.status === status);
  if (has('fail')) {
    return 'unfit';
  }
  if (has('unknown')) {
    return 'unknown';
  }
  return has('warn') ? 'warn' : 'fit';
}
