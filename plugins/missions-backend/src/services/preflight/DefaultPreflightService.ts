import {
  MissionError,
  secretValues,
  type CheckResult,
  type Fitness,
  type MissionSpec,
  type TargetChoice,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import type { Registry } from '../../registry';
import { Masker } from '../../sealing';
import type { Store } from '../../store';
import {
  readMissions,
  type MissionRecord,
} from '../../store/operations/readMissions';
import type { UserResolver } from '../AskingUser';
import { splitParameters } from '../runs';
import { askPreflight } from './askPreflight';
import type { PreflightService } from './PreflightService';

/** Clusters that are asked at once. */
const AT_ONCE = 8;

/** Longest time for one cluster, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** Clusters of one request. */
const MAX_CLUSTERS = 200;

/** What the service is made of. */
export interface PreflightServiceOptions {
  readonly store: Store;
  readonly registry: Registry;
  readonly clusters: ClusterRegistry;
  readonly users: UserResolver;
}

/** Preflight, without asking for permissions: routes get the authorized one. */
export class DefaultPreflightService implements PreflightService {
  readonly #options: PreflightServiceOptions;

  private constructor(options: PreflightServiceOptions) {
    this.#options = options;
  }

  static create(options: PreflightServiceOptions): DefaultPreflightService {
    return new DefaultPreflightService(options);
  }

  async check(
    options: Parameters<PreflightService['check']>[0],
  ): Promise<Fitness[]> {
    const { credentials, request, signal } = options;
    const { store, clusters, users } = this.#options;
    const user = await users.resolve(credentials);
    const [mission] = await readMissions({
      tx: store.db,
      refs: [request.missionRef],
    });
    if (!mission) {
      throw new MissionError(
        'NOT_FOUND',
        `There is no mission '${request.missionRef}'`,
      );
    }
    const { summary } = mission;
    const spec = await store.spec(summary.ref, summary.version);
    const { parameters, secrets } = splitParameters(spec, request.parameters);
    const values = { ...parameters, ...secrets };
    const choices: readonly TargetChoice[] =
      request.targets ??
      (await clusters.list())
        .filter(({ connection }) => !connection.notUnattended)
        .map(({ connection }) => ({ cluster: connection.name }));
    if (choices.length > MAX_CLUSTERS) {
      throw new MissionError(
        'TOO_MANY',
        `Preflight was asked for ${choices.length} clusters; ${MAX_CLUSTERS} at once`,
      );
    }
    for (const { cluster } of choices) {
      await clusters.get(cluster);
    }
    return inOrder(choices, AT_ONCE, choice =>
      this.#fitness({
        choice,
        mission,
        spec,
        values,
        initiator: user.ref,
        signal,
      }),
    );
  }

  async #fitness(options: {
    choice: TargetChoice;
    mission: MissionRecord;
    spec: MissionSpec;
    values: Record<string, unknown>;
    initiator: string;
    signal?: AbortSignal;
  }): Promise<Fitness> {
    const { choice, mission, spec, values, initiator } = options;
    const { registry, clusters } = this.#options;
    const registered = await clusters.get(choice.cluster);
    const { environment, production, demo } = registered.guard;
    const { title, labels } = registered.connection;
    const cluster = {
      name: choice.cluster,
      title,
      environment,
      production,
      demo,
    };
    const status = await clusters.status(choice.cluster);
    const deadline = AbortSignal.timeout(TIMEOUT_MS);
    const signal = options.signal
      ? AbortSignal.any([options.signal, deadline])
      : deadline;
    const reach = reachability(status);
    const asked =
      reach.status === 'pass'
        ? await askPreflight({
            registry,
            mission: mission.summary,
            spec,
            parameters: values,
            masker: new Masker(secretValues(spec.parameters, values)),
            initiator,
            cluster,
            role: choice.role,
            labels,
            version: status.version,
            guard: registered.guard,
            client: registered.client,
            signal,
          })
        : [];
    const checks = [{ ...reach, targetId: choice.cluster }, ...asked];
    return {
      cluster,
      version: status.version,
      verdict: verdictOf(checks),
      checks,
      checkedAt: new Date(),
    };
  }
}

function reachability(
  status: Awaited<ReturnType<ClusterRegistry['status']>>,
): CheckResult {
  const { problem } = status;
  return {
    id: 'cluster-reachable',
    check: 'core:cluster-reachable',
    title: 'The cluster answers',
    phase: 'preflight',
    status: problem ? 'unknown' : 'pass',
    message: problem ? problem.message : `Acts as ${status.identity}`,
    at: status.checkedAt ?? new Date(),
    evidence: [],
    ...(problem?.remedy && { remedy: { text: problem.remedy } }),
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

async function inOrder<TIn, TOut>(
  items: readonly TIn[],
  atOnce: number,
  fn: (item: TIn) => Promise<TOut>,
): Promise<TOut[]> {
  const results = new Array<TOut>(items.length);
  let next = 0;
  const work = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await fn(items[index]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
