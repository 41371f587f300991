import type { CreateRunRequest } from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import {
  readRun,
  readTargets,
  type ChildAuthority,
  type RunRecord,
  type Store,
} from '../../store';
import { openRunSecrets } from '../../store/operations/secrets';
import { childReach, reachedChildren, type ReachedChild } from './childReach';
import { checkChildTargets } from './checkChildTargets';
import { startsChildren, type PlannedRun } from './childRequests';
import type { RunCreator } from './RunCreator';

/** Says what a run that is about to be made will reach by its steps. */
export class ReachFinder {
  readonly #store: Store;
  readonly #clusters: ClusterRegistry;
  readonly #creator: RunCreator;

  private constructor(options: {
    store: Store;
    clusters: ClusterRegistry;
    creator: RunCreator;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#creator = options.creator;
  }

  static create(options: {
    store: Store;
    clusters: ClusterRegistry;
    creator: RunCreator;
  }): ReachFinder {
    return new ReachFinder(options);
  }

  /** What it starts; nothing for a repeated request. */
  async ofRequest(options: {
    request: CreateRunRequest;
    initiator: string;
    idempotencyKey?: string;
  }): Promise<readonly ReachedChild[]> {
    const run = await this.#creator.planned(options);
    return run && startsChildren(run.spec, 'run') ? this.#of([run]) : [];
  }

  /** Throws what the start of a child would be refused with for its clusters. */
  async checkTargets(children: readonly ReachedChild[]): Promise<void> {
    await checkChildTargets(this.#clusters, children);
  }

  /**
   * Runs that the undo of a run takes back with it, and what it starts. An
   * undo of an undo reaches what the first run of the chain started too.
   */
  async ofUndo(
    runId: string,
    targets?: readonly string[],
  ): Promise<Pick<ChildAuthority, 'missions' | 'undo'>> {
    const { db } = this.#store;
    const chain: RunRecord[] = [];
    for (
      let next: string | undefined = runId;
      next;
      next = chain.at(-1)!.undoOf
    ) {
      const run = await readRun({ tx: db, runId: next });
      if (!run) {
        break;
      }
      chain.push(run);
    }
    const undo: string[] = [];
    let parents = chain.map(run => run.id);
    for (let first = true; parents.length > 0; first = false) {
      const query = db('runs').whereIn('parent_run_id', parents);
      if (first && targets) {
        query.whereIn('parent_target_id', [...targets]);
      }
      parents = (await query.pluck('id')).filter(id => !undo.includes(id));
      undo.push(...parents);
    }
    const runs = await Promise.all(
      [runId, ...undo].map(each => this.#undone(each)),
    );
    return { undo, missions: childReach(await this.#of(runs.flat())) };
  }

  /** The undo of a run, when it starts something itself. */
  async #undone(runId: string): Promise<PlannedRun[]> {
    const tx = this.#store.db;
    let run = await readRun({ tx, runId });
    while (run?.undoOf) {
      run = await readRun({ tx, runId: run.undoOf });
    }
    const spec =
      run && (await this.#store.spec(run.missionRef, run.missionVersion));
    if (!spec || !startsChildren(spec, 'undo')) {
      return [];
    }
    const { missionRef, missionVersion, parameters } = run!;
    const { sealer } = this.#store;
    const { secrets } = await openRunSecrets({ tx, sealer, runId: run!.id });
    const targets = await readTargets({ tx, runIds: [run!.id] });
    return [
      {
        missionRef,
        missionVersion,
        spec,
        part: 'undo',
        parameters: { ...parameters, ...secrets },
        unknown: new Set(),
        targets: targets.map(({ targetId, clusterRef, role }) => ({
          name: targetId,
          environment: clusterRef?.environment,
          role,
        })),
      },
    ];
  }

  async #of(runs: readonly PlannedRun[]): Promise<ReachedChild[]> {
    const [store, clusters] = [this.#store, this.#clusters];
    return reachedChildren({ store, clusters, runs });
  }
}
