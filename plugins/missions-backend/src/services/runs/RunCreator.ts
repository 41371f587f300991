import {
  MissionError,
  validateParameters,
  type CreateRunRequest,
  type OpenPoint,
  type Trigger,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry, RegisteredCluster } from '../../clusters';
import {
  createRun,
  readRun,
  readSecrets,
  type ChildAuthority,
  type NewRun,
  type RunRecord,
  type RunStarter,
  type Store,
} from '../../store';
import {
  readMissions,
  readMissionVersion,
} from '../../store/operations/readMissions';
import { sameParameters } from '../../store/operations/sameParameters';
import { openPointsOf } from '../missions';
import type { PlannedRun } from './childRequests';
import { requestHash } from './requestHash';
import { resolveTargets } from './resolveTargets';
import { splitParameters } from './splitParameters';

/** A request with what the caller knows about it. */
export interface CreateRunInput {
  readonly request: CreateRunRequest;
  /** For whom it runs. */
  readonly initiator: string;
  /** The person; absent: a service. */
  readonly starter?: RunStarter;
  readonly trigger: Trigger;
  readonly idempotencyKey?: string;
  readonly parent?: NewRun['parent'];
  readonly orbitId?: string;
  /** Refused with CONFLICT while another run of the orbit goes on. */
  readonly alone?: boolean;
  /** What its steps may start: the rights were asked. Absent: nothing. */
  readonly childAuthority?: ChildAuthority;
}

/**
 * The one way in for runs of every trigger: the same validation whoever asks.
 * Permissions were asked before.
 */
export class RunCreator {
  readonly #store: Store;
  readonly #clusters: ClusterRegistry;

  private constructor(store: Store, clusters: ClusterRegistry) {
    this.#store = store;
    this.#clusters = clusters;
  }

  static create(options: {
    store: Store;
    clusters: ClusterRegistry;
  }): RunCreator {
    return new RunCreator(options.store, options.clusters);
  }

  /**
   * Validates a request and starts its run. A repeated request gets its run
   * before anything is validated: the mission may have changed since.
   */
  async start(
    input: CreateRunInput,
  ): Promise<{ run: RunRecord; created: boolean }> {
    const inherited = input.parent
      ? await readSecrets(this.#store, [input.parent.runId])
      : [];
    const repeated = await this.repeated(input, inherited);
    if (repeated) {
      return { run: repeated, created: false };
    }
    const { request, initiator, trigger } = input;
    const { summary, spec, parameters, secrets, masker, targets } =
      await this.#valid(request, { inherited, guard: actsAs(input.starter) });
    return createRun({
      store: this.#store,
      run: {
        missionRef: summary.ref,
        missionVersion: summary.version,
        type: summary.type,
        title: masker.text(request.title?.trim() || summary.title),
        initiator,
        starter: input.starter,
        trigger,
        parameters,
        secrets,
        reason: request.reason && masker.text(request.reason),
        planOnly: request.planOnly,
        demo:
          targets.length > 0 &&
          targets.every(target => target.cluster.demo === true),
        parent: input.parent,
        orbitId: input.orbitId,
        alone: input.alone,
        entityRef: trigger.entityRef,
        idempotencyKey: input.idempotencyKey,
        childAuthority: input.childAuthority,
        requestHash: requestHash(request, spec, inherited),
        targets,
      },
    });
  }

  /**
   * The run that `start` would make, undefined for a repeated request. Throws
   * what `start` would throw.
   */
  async planned(
    input: Pick<CreateRunInput, 'request' | 'initiator' | 'idempotencyKey'>,
  ): Promise<PlannedRun | undefined> {
    if (await this.repeated(input)) {
      return undefined;
    }
    const { summary, spec, parameters, secrets, targets } = await this.#valid(
      input.request,
    );
    return {
      missionRef: summary.ref,
      missionVersion: summary.version,
      spec,
      part: 'run',
      parameters: { ...parameters, ...secrets },
      unknown: new Set(),
      targets: targets.map(({ cluster, role }) => ({
        name: cluster.name,
        environment: cluster.environment,
        role,
      })),
    };
  }

  /** The run that the same key started. Throws IDEMPOTENCY_CONFLICT for another request. */
  async repeated(
    input: Pick<CreateRunInput, 'request' | 'initiator' | 'idempotencyKey'>,
    inherited: readonly unknown[] = [],
  ): Promise<RunRecord | undefined> {
    const { initiator, idempotencyKey, request } = input;
    if (!idempotencyKey) {
      return undefined;
    }
    const row = await this.#store
      .db('runs')
      .where({ initiator, idempotency_key: idempotencyKey })
      .first('id');
    const run = row && (await readRun({ tx: this.#store.db, runId: row.id }));
    if (!run) {
      return undefined;
    }
    if (!(await this.#startedBy(request, run, inherited))) {
      throw new MissionError(
        'IDEMPOTENCY_CONFLICT',
        `The Idempotency-Key '${idempotencyKey}' started run ${run.id} with a different request`,
      );
    }
    return run;
  }

  /** Throws what `start` would throw; answers the version that would run. */
  async check(
    request: CreateRunRequest,
    starter?: RunStarter,
  ): Promise<{ missionVersion: string }> {
    const { summary } = await this.#valid(request, { guard: actsAs(starter) });
    return { missionVersion: summary.version };
  }

  async #valid(
    request: CreateRunRequest,
    options: {
      inherited?: readonly unknown[];
      guard?(cluster: RegisteredCluster): void;
    } = {},
  ) {
    const { summary, spec } = await this.#mission(request);
    const { parameters, secrets, masker } = splitParameters(
      spec,
      request.parameters,
      options.inherited,
    );
    const targets = await resolveTargets({
      spec,
      choices: request.targets ?? [],
      clusters: this.#clusters,
      guard: options.guard,
    });
    return { summary, spec, parameters, secrets, masker, targets };
  }

  async #mission(request: CreateRunRequest) {
    const { missionRef, missionVersion } = request;
    const [mission] = await readMissions({
      tx: this.#store.db,
      refs: [missionRef],
    });
    if (!mission) {
      throw new MissionError(
        'NOT_FOUND',
        `There is no mission '${missionRef}'`,
      );
    }
    const { summary } = mission;
    if (missionVersion && missionVersion !== summary.version) {
      throw new MissionError(
        'MISSION_CHANGED',
        `Mission '${missionRef}' is now version ${summary.version.slice(
          0,
          12,
        )}, not ${missionVersion.slice(0, 12)}`,
      );
    }
    const spec = await this.#store.spec(summary.ref, summary.version);
    if (spec.lifecycle === 'draft' && !request.planOnly) {
      throw draftRefused(missionRef, openPointsOf(summary, spec));
    }
    return { summary, spec };
  }

  /** Whether this very request started a run: what is shown of it, and its secrets. */
  async #startedBy(
    request: CreateRunRequest,
    run: RunRecord,
    inherited: readonly unknown[],
  ): Promise<boolean> {
    const { db: tx, sealer } = this.#store;
    const { missionRef: ref, missionVersion: version } = run;
    const mission = await readMissionVersion({ tx, ref, version });
    const hash = mission && requestHash(request, mission.spec, inherited);
    if (!mission || hash !== run.requestHash) {
      return false;
    }
    const { values, problems } = validateParameters(
      mission.spec.parameters,
      request.parameters,
    );
    return problems.length === 0 && sameParameters({ tx, sealer, run, values });
  }
}

/** Each cluster has to know somebody to act as. */
function actsAs(starter: RunStarter | undefined) {
  return ({ actAs }: RegisteredCluster) => {
    actAs?.(starter);
  };
}

function draftRefused(
  missionRef: string,
  openPoints: readonly OpenPoint[],
): MissionError {
  const points = openPoints.map(({ path, message }) => `${path}: ${message}`);
  return new MissionError(
    'MISSION_DRAFT',
    points.length > 0
      ? `Mission '${missionRef}' is a draft with ${
          points.length
        } open points, so only its plan can be made: ${points.join('; ')}`
      : `Mission '${missionRef}' is a draft, so only its plan can be made; no point is open any more`,
    {
      details: { openPoints },
      remedy:
        points.length > 0
          ? undefined
          : 'Set spec.lifecycle of the mission, or ask for the plan only.',
    },
  );
}
