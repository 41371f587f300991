import { type EventRecord, parseJson, type Store } from '../store';

/** Runs that came or ended are looked up together, so often. */
const GATHER_MS = 1_000;
/** Runs of one query. */
const RUNS_AT_ONCE = 200;

const APPROVAL = /^approval\.(approved|rejected|expired|automatic)$/;

/**
 * Counts runs and approvals by the committed events of this process, each at
 * the replica that committed it. What a run is, is read of many at once.
 */
export class RunMeter {
  readonly #store: Store;
  /** Adds the ref of the mission: a series for each. */
  readonly #missionRef: boolean;
  #seen: { runId: string; ended: boolean }[] = [];
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #counting: Promise<void> = Promise.resolve();
  #unsubscribe: () => void = () => undefined;

  private constructor(store: Store, missionRef: boolean) {
    this.#store = store;
    this.#missionRef = missionRef;
  }

  static create(options: { store: Store; missionRef?: boolean }): RunMeter {
    return new RunMeter(options.store, options.missionRef ?? false);
  }

  start(): void {
    this.#unsubscribe = this.#store.feed.subscribe(message => {
      if (message.kind === 'event') {
        this.#take(message.event);
      }
    });
  }

  /** Ends after all that was seen is counted. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#count();
    await this.#counting;
  }

  #take({ type, runId, data }: EventRecord): void {
    const [, state] = APPROVAL.exec(type) ?? [];
    if (state) {
      this.#store.telemetry.add('missions.approvals.closed', 1, {
        'missions.approval.kind': String(data.kind),
        'missions.approval.state': state,
      });
    }
    const ended = type === 'run.finished';
    if (ended || type === 'run.created') {
      this.#seen.push({ runId, ended });
      this.#gathering ??= setTimeout(() => this.#count(), GATHER_MS);
      this.#gathering.unref();
    }
  }

  #count(): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    const seen = this.#seen;
    this.#seen = [];
    this.#counting = this.#counting.then(async () => {
      for (let first = 0; first < seen.length; first += RUNS_AT_ONCE) {
        await this.#tell(seen.slice(first, first + RUNS_AT_ONCE));
      }
    });
  }

  /** A database that is away leaves runs uncounted; nothing else is the worse for it. */
  async #tell(seen: readonly { runId: string; ended: boolean }[]) {
    const rows = await this.#store
      .db('runs')
      .whereIn('id', [...new Set(seen.map(({ runId }) => runId))])
      .select('id', 'mission_ref', 'type', 'state', 'trigger_json', 'undo_of')
      .select('created_at', 'finished_at')
      .catch(() => []);
    const byId = new Map(rows.map(row => [row.id, row]));
    for (const { runId, ended } of seen) {
      const row = byId.get(runId);
      if (row) {
        this.#tellOf(row, ended);
      }
    }
  }

  #tellOf(row: Record<string, any>, ended: boolean): void {
    const { telemetry } = this.#store;
    const attributes = {
      'missions.mission.type': row.type as string,
      'missions.trigger': String(
        parseJson<{ kind: string }>(row.trigger_json)?.kind,
      ),
      'missions.undo': row.undo_of !== null,
      ...(this.#missionRef && { 'missions.mission.ref': row.mission_ref }),
    };
    if (!ended) {
      telemetry.add('missions.runs.started', 1, attributes);
      return;
    }
    const state = { 'missions.run.state': row.state as string };
    telemetry.add('missions.runs.ended', 1, { ...attributes, ...state });
    telemetry.record(
      'missions.run.duration',
      Math.max(0, Date.parse(row.finished_at) - Date.parse(row.created_at)) /
        1000,
      {
        'missions.mission.type': row.type,
        'missions.undo': row.undo_of !== null,
        ...state,
      },
    );
  }
}
