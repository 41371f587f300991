import {
  MissionError,
  secretValues,
  type Fitness,
  type PreflightRequest,
  type TargetChoice,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import type { Registry } from '../../registry';
import type { Store } from '../../store';
import { readMissions } from '../../store/operations/readMissions';
import { starterOf, type UserResolver } from '../AskingUser';
import {
  checkChoices,
  splitParameters,
  startsChildren,
  type RunCreator,
} from '../runs';
import { childMissions, type ChildMission } from './childMissions';
import {
  askWithoutCluster,
  fitnessOf,
  refusedCluster,
  type AskedMission,
  type Asking,
} from './fitnessOf';
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
  /** Says what the start of a child would be refused with. */
  readonly creator: Pick<RunCreator, 'check'>;
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
    const { credentials, request, signal, rights } = options;
    const { clusters, users } = this.#options;
    const user = await users.resolve(credentials);
    const { summary, spec } = await this.#mission(request.missionRef);
    const { parameters, secrets } = splitParameters(spec, request.parameters);
    const values = { ...parameters, ...secrets };
    guardCount(request.targets?.length ?? 0);
    checkChoices(spec, request.targets ?? []);
    const sequence = startsChildren(spec, 'run');
    const choices = await this.#choices(request, sequence && !spec.targets);
    const children = sequence
      ? await childMissions({
          ...this.#options,
          rights,
          run: {
            missionRef: summary.ref,
            missionVersion: summary.version,
            spec,
            part: 'run',
            parameters: values,
            unknown: new Set(),
            targets: choices.map(({ choice, guard }) => ({
              name: choice.cluster,
              environment: guard.environment,
              role: choice.role,
            })),
          },
        })
      : [];
    const own: AskedMission = {
      mission: summary,
      spec,
      parameters: values,
      unknown: new Set(),
      targets: choices.map(({ choice }) => choice),
    };
    const names = namesOf(own, children);
    guardCount(names.length);
    const asking: Asking = {
      registry: this.#options.registry,
      initiator: user.ref,
      starter: await starterOf(users, user),
      own,
      children,
      secrets: secretValues(spec.parameters, values),
    };
    const usable = await rights?.clusters(names);
    const everywhere = await askWithoutCluster(
      asking,
      withDeadline(signal, TIMEOUT_MS),
    );
    return inOrder(names, AT_ONCE, async name =>
      usable && !usable.has(name)
        ? refusedCluster(name)
        : fitnessOf(
            { clusters, asking, everywhere },
            name,
            withDeadline(signal, TIMEOUT_MS),
          ),
    );
  }

  async #mission(ref: string) {
    const { store } = this.#options;
    const [mission] = await readMissions({ tx: store.db, refs: [ref] });
    if (!mission) {
      throw new MissionError('NOT_FOUND', `There is no mission '${ref}'`);
    }
    const { summary } = mission;
    return { summary, spec: await store.spec(ref, summary.version) };
  }

  /** The clusters of the mission itself. */
  async #choices(request: PreflightRequest, hasNone: boolean) {
    const { clusters } = this.#options;
    if (hasNone) {
      return [];
    }
    const choices: readonly TargetChoice[] =
      request.targets ??
      (await clusters.list())
        .filter(({ connection }) => !connection.notUnattended)
        .map(({ connection }) => ({ cluster: connection.name }));
    guardCount(choices.length);
    return Promise.all(
      choices.map(async choice => ({
        choice,
        guard: (await clusters.get(choice.cluster)).guard,
      })),
    );
  }
}

function guardCount(count: number): void {
  if (count > MAX_CLUSTERS) {
    throw new MissionError(
      'TOO_MANY',
      `Preflight was asked for ${count} clusters; ${MAX_CLUSTERS} at once`,
    );
  }
}

/** Clusters of the mission and of those that it starts, each once. */
function namesOf(
  own: AskedMission,
  children: readonly ChildMission[],
): string[] {
  const targets = [own, ...children].flatMap(each => each.targets);
  return [...new Set(targets.map(target => target.cluster))];
}

function withDeadline(
  signal: AbortSignal | undefined,
  milliseconds: number,
): AbortSignal {
  const deadline = AbortSignal.timeout(milliseconds);
  return signal ? AbortSignal.any([signal, deadline]) : deadline;
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
